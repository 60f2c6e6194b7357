package io.acuity.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.events.AckState;
import io.acuity.events.BlobReference;
import io.acuity.events.CheckpointEvent;
import io.acuity.events.RolloutAck;
import io.acuity.gateway.Client.Answer;
import io.acuity.gateway.upload.Offer;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.topics.Topic;
import io.acuity.tracker.TrackerService;
import io.acuity.tracker.TrackerSettings;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rollouts over HTTP, with a tracker that decides and without one. */
class RolloutHttpIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String MODEL = "acuity-s-x4";
    private static final String FIRST = MODEL + "@aaaaaaaaaaaa";
    private static final String SECOND = MODEL + "@bbbbbbbbbbbb";

    @TempDir
    static Path directory;

    private static GatewayHouse house;
    private static EventPublisher publisher;
    private static Client client;

    @BeforeAll
    static void start() throws Exception {
        house = GatewayHouse.start(directory);
        client = new Client(house.serve(house.settings(Offer.unchecked(MODEL))).port());
        publisher = house.publisher();
        publish(FIRST);
        publish(SECOND);
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    @Test
    void commandsAreAnsweredByTheTracker() throws Exception {
        try (var tracker = TrackerService.start(TrackerSettings.of(house.kafka(), directory.resolve("tracker")))) {
            tracker.running().get(60, TimeUnit.SECONDS);

            // when
            Answer started = post("", "{\"checkpoint\": \"" + FIRST + "\", \"share\": 0.25, \"reason\": \"night\"}");

            // then
            assertThat(started.status()).isEqualTo(200);
            assertThat(started.json().getString("decision")).isEqualTo("STARTED");
            assertThat(started.json().getString("candidate")).isEqualTo(FIRST);
            assertThat(started.json().getDouble("share")).isEqualTo(0.25);
            assertThat(started.json().getString("reason")).endsWith("(night).");

            // and when: a second one
            Answer refused = post("", "{\"checkpoint\": \"" + SECOND + "\"}");

            // then
            assertProblem(refused, 409, "ROLLOUT_REFUSED");
            assertThat(refused.json().getString("detail"))
                    .startsWith("The candidate " + FIRST + " is on trial already");

            // and when: a worker is ready
            RolloutAck ack = RolloutAck.newBuilder()
                    .setWorker("w1")
                    .setModel(MODEL)
                    .setRevision(1)
                    .setState(AckState.READY)
                    .setStable(MODEL + "@000000000000")
                    .setCandidate(FIRST)
                    .setAt(Instant.EPOCH)
                    .build();
            publisher.publish(Topic.ROLLOUT_ACKS, "w1/" + MODEL, ack).get(10, TimeUnit.SECONDS);

            // then: and the trial is told of
            await().atMost(SOON).untilAsserted(() -> {
                JsonObject rollout = client.get("/v1/rollouts/" + MODEL).json();
                assertThat(rollout.getJsonArray("workers").getJsonObject(0).getString("state"))
                        .isEqualTo("READY");
                assertThat(rollout.getString("verdict")).startsWith("Undecided because it served 0 jobs");
                assertThat(rollout.getJsonObject("candidateEvidence").getLong("jobs"))
                        .isZero();
            });

            // and when
            assertThat(post("/promote", "").json().getString("stable")).isEqualTo(FIRST);
            assertThat(post("/promote", "{\"checkpoint\": \"" + SECOND + "\"}")
                            .json()
                            .getString("stable"))
                    .isEqualTo(SECOND);
            assertProblem(post("/promote", "{\"checkpoint\": \"" + MODEL + "@0\"}"), 409, "ROLLOUT_REFUSED");
            Answer back = post("/rollback", "{}");

            // then
            assertThat(back.status()).isEqualTo(200);
            assertThat(back.json().getString("stable")).isEqualTo(FIRST);
            assertThat(back.json().getJsonArray("earlier").encode()).isEqualTo("[null]");
            assertThat(client.get("/v1/rollouts").json().getJsonArray("rollouts"))
                    .hasSize(1);
        }
    }

    @Test
    void withoutATrackerACommandIsAcceptedAndNothingIsKnown() throws Exception {
        // when
        Answer answer = client.send(
                "POST",
                "/v1/rollouts/nobody/rollback",
                Map.of("Content-Type", "application/json"),
                "{}".getBytes(StandardCharsets.UTF_8));

        // then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json()).isEqualTo(new JsonObject().put("model", "nobody"));
        assertProblem(client.get("/v1/rollouts/nobody"), 404, "UNKNOWN_ROLLOUT");
    }

    @Test
    void checkpointsAreListed() throws Exception {
        // when
        Answer all = client.get("/v1/checkpoints");

        // then
        assertThat(all.json().getJsonArray("checkpoints")).hasSize(2);
        JsonObject first = all.json().getJsonArray("checkpoints").getJsonObject(0);
        assertThat(first.getString("id")).isEqualTo(FIRST);
        assertThat(first.getJsonObject("metrics").getDouble("psnrY")).isEqualTo(31.5);
        assertThat(client.get("/v1/checkpoints?model=other").json().getJsonArray("checkpoints"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "/v1/rollouts/m; {\"share\": 2}; 'share' must be a number above 0 to 1",
                "/v1/rollouts/m; {\"share\": \"all\"}; 'share' must be",
                "/v1/rollouts/m; {\"checkpoint\": 7}; 'checkpoint' must be a text",
                "/v1/rollouts/m; {\"automatic\": 1}; 'automatic' must be true or false",
                "/v1/rollouts/m; {\"colour\": 1}; There is no member 'colour'",
                "/v1/rollouts/m; [1]; not a JSON object",
                "/v1/rollouts/m/rollback; {\"checkpoint\": \"a\"}; the members are [reason]",
                "/v1/rollouts/.m/promote; {}; The model's name must"
            })
    void whatCannotBeACommandIsAProblem(String path, String body, String sentence) throws Exception {
        // when
        Answer answer = client.send(
                "POST", path, Map.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8));

        // then
        assertProblem(answer, 400, "INVALID_REQUEST");
        assertThat(answer.json().getString("detail")).contains(sentence);
    }

    @Test
    void aBodyBeyondAllMeasureIsRefused() throws Exception {
        assertProblem(
                client.send("POST", "/v1/rollouts/m", Map.of("Content-Type", "application/json"), new byte[100_000]),
                413,
                "UPLOAD_TOO_LARGE");
    }

    private static Answer post(String path, String body) throws Exception {
        return client.send(
                "POST",
                "/v1/rollouts/" + MODEL + path,
                Map.of("Content-Type", "application/json"),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static void publish(String checkpointId) throws Exception {
        CheckpointEvent event = CheckpointEvent.newBuilder()
                .setCheckpointId(checkpointId)
                .setModel(MODEL)
                .setScale(4)
                .setSystem("residual-shift")
                .setSha256("0".repeat(64))
                .setBundle(new BlobReference("file:///b", "0".repeat(64), 1L, "application/zip"))
                .setMetrics(Map.of("psnrY", 31.5))
                .setCreatedAt(Instant.EPOCH)
                .build();
        publisher.publish(Topic.CHECKPOINTS, checkpointId, event).get(10, TimeUnit.SECONDS);
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().getString("code")).isEqualTo(code);
        assertThat(answer.json().getString("detail")).isNotBlank();
    }
}
