package io.acuity.cli.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.cli.Acuity;
import io.acuity.cli.console.Console;
import io.acuity.events.AckState;
import io.acuity.events.BlobReference;
import io.acuity.events.CheckpointEvent;
import io.acuity.events.Failure;
import io.acuity.events.FailureCode;
import io.acuity.events.RolloutAck;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.broker.EmbeddedBroker;
import io.acuity.streaming.topics.Topic;
import io.acuity.tracker.TrackerService;
import io.acuity.tracker.TrackerSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A trial by hand on the command line: first without a tracker, then with one. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RolloutCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String MODEL = "acuity-s-x4";
    private static final String FIRST = MODEL + "@aaaaaaaaaaaa";
    private static final String SECOND = MODEL + "@bbbbbbbbbbbb";

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;
    private static EventPublisher publisher;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
        TopicAdmin.ensure(KafkaSettings.of(broker.bootstrap()), 1);
        publisher = EventPublisher.open(KafkaSettings.of(broker.bootstrap()));
        publish(FIRST);
        publish(SECOND);
    }

    @AfterAll
    static void stop() {
        publisher.close();
        broker.close();
    }

    @Test
    @Order(1)
    void withoutATrackerTheSentenceSaysSo() {
        // when
        Run run = acuity("rollout", "rollback", "another-model", "--patience", "1");

        // then
        assertThat(run.status()).isEqualTo(4);
        assertThat(run.err()).contains("No tracker answered within 1 s; start one with './acuity service tracker'");
        assertThat(acuity("rollout", "status").err()).contains("Nothing was rolled out");
        assertThat(acuity("rollout", "promote", MODEL, "--patience", "0").status())
                .isEqualTo(2);
    }

    @Test
    @Order(2)
    void aTrialIsStartedShownPromotedAndTakenBack() throws Exception {
        var settings = TrackerSettings.of(KafkaSettings.of(broker.bootstrap()), directory.resolve("tracker"));
        try (var tracker = TrackerService.start(settings)) {
            tracker.running().get(60, TimeUnit.SECONDS);

            // when: the name of the model may be left out
            Run started = acuity("rollout", "start", MODEL, "aaaaaaaaaaaa", "--share", "0.25", "--manual");

            // then
            assertThat(started.status()).as(started.err()).isZero();
            assertThat(started.out()).startsWith("STARTED: Candidate " + FIRST + " serves 25 % of the jobs on trial.");

            // and when
            Run refused = acuity("rollout", "start", MODEL, SECOND);

            // then
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err()).startsWith("acuity: The candidate " + FIRST + " is on trial already");

            // and when
            acknowledge(AckState.READY, 1, null);

            // then
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(acuity("rollout", "status").out())
                            .contains("candidate  " + FIRST, "25 %", "75 %", "worker w1: ready with revision 1")
                            .contains("Undecided because it served 0 jobs of at least 50"));

            // and when
            Run promoted = acuity("rollout", "promote", MODEL, "--json", "--reason", "looks well");

            // then
            assertThat(promoted.objects().getFirst().get("stable").asText()).isEqualTo(FIRST);
            assertThat(promoted.objects().getFirst().get("reason").asText()).endsWith("(looks well).");

            // and when: a candidate that a worker cannot load
            CompletableFuture<Run> waiting = CompletableFuture.supplyAsync(
                    () -> acuity("rollout", "start", MODEL, SECOND, "--wait"), Thread::startVirtualThread);
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(acuity("rollout", "status").out()).contains("candidate  " + SECOND));
            acknowledge(AckState.REFUSED, 4, new Failure(FailureCode.CORRUPT_CHECKPOINT, "The weights hold NaN."));

            // then
            Run waited = waiting.get(60, TimeUnit.SECONDS);
            assertThat(waited.status()).isEqualTo(1);
            assertThat(waited.out())
                    .contains(
                            "ROLLED_BACK: " + SECOND
                                    + " was rolled back because worker w1 refused it: CORRUPT_CHECKPOINT, The weights hold NaN.");

            // and when
            assertThat(acuity("rollout", "rollback", MODEL).out())
                    .startsWith("ROLLED_BACK: Stable went back from " + FIRST + " to the bundle of each worker");
            JsonNode status =
                    acuity("rollout", "status", MODEL, "--json").objects().getFirst();

            // then
            assertThat(status.has("stable")).isFalse();
            assertThat(status.get("revision").asLong()).isEqualTo(6);
            assertThat(status.get("workers")
                            .get(0)
                            .get("failure")
                            .get("message")
                            .asText())
                    .isEqualTo("The weights hold NaN.");
        }
    }

    private record Run(int status, String out, String err) {
        List<JsonNode> objects() throws Exception {
            var objects = new ArrayList<JsonNode>();
            for (String line : out.lines().toList()) {
                objects.add(JSON.readTree(line));
            }
            return objects;
        }
    }

    private static Run acuity(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--bootstrap";
        all[arguments.length + 1] = broker.bootstrap();
        int status = Acuity.run(
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)),
                all);
        return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static void acknowledge(AckState state, long revision, @Nullable Failure failure) throws Exception {
        RolloutAck ack = RolloutAck.newBuilder()
                .setWorker("w1")
                .setModel(MODEL)
                .setRevision(revision)
                .setState(state)
                .setStable(MODEL + "@000000000000")
                .setFailure(failure)
                .setAt(Instant.EPOCH)
                .build();
        publisher.publish(Topic.ROLLOUT_ACKS, "w1/" + MODEL, ack).get(10, TimeUnit.SECONDS);
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
}
