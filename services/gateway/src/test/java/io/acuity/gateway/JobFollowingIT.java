package io.acuity.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.events.Operation;
import io.acuity.gateway.Client.Answer;
import io.acuity.gateway.EventReader.Event;
import io.acuity.gateway.upload.Offer;
import io.acuity.gateway.upload.OfferedModel;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs as their callers follow them: lists, waits and event streams, each at a gateway that did not take the job. */
class JobFollowingIT {

    private static final Offer OFFER = new Offer(
            List.of(
                    new OfferedModel("acuity-m-x4", 4, 20, List.of(Operation.MASKED_DIFFUSION)),
                    new OfferedModel("acuity-s-x4", 4, List.of(Operation.RESIDUAL_SHIFT, Operation.MASKED_DIFFUSION))),
            "acuity-s-x4");
    private static final int STREAMS = 3;

    @TempDir
    static Path directory;

    private static GatewayHouse house;
    private static GatewayService gateway;
    private static GatewayService neighbour;
    private static Client client;
    private static Client other;

    @BeforeAll
    static void start() throws Exception {
        house = GatewayHouse.start(directory, 2);
        house.track();
        var unused = house.work();
        GatewaySettings settings = house.settings(OFFER).withLimits(GatewayHouse.limits(1 << 20, STREAMS));
        gateway = house.serve(settings);
        neighbour = house.serve(settings);
        client = new Client(gateway.port());
        other = new Client(neighbour.port());
        GatewayHouse.awaitCaughtUp(gateway, neighbour);
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    @Test
    void theModelsAreListedWithTheDefaultFirst() throws Exception {
        // when
        JsonArray models = client.get("/v1/models").json().getJsonArray("models");

        // then
        assertThat(models).hasSize(2);
        assertThat(models.getJsonObject(1).getInteger("maxSteps")).isEqualTo(20);
        assertThat(models.getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("name", "acuity-s-x4")
                        .put("scale", 4)
                        .put("operations", new JsonArray(List.of("RESIDUAL_SHIFT", "MASKED_DIFFUSION"))));
    }

    @Test
    void aCallerThatWaitsGetsTheEndInOneAnswer() throws Exception {
        // when
        Answer done = client.post("", image(1), "Content-Type", "image/png", "Prefer", "respond-async, wait=20");
        Answer failed =
                client.post("?seed=" + FakeWorker.FAIL, image(2), "Content-Type", "image/png", "Prefer", "wait=20");
        Answer late =
                client.post("?seed=" + FakeWorker.HOLD, image(3), "Content-Type", "image/png", "Prefer", "wait=1");

        // then
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.header("Preference-Applied")).isEqualTo("wait=20");
        assertThat(done.json().getString("status")).isEqualTo("succeeded");
        assertThat(failed.status()).isEqualTo(200);
        assertThat(failed.json().getJsonObject("failure").getString("code")).isEqualTo("UNREADABLE_IMAGE");
        assertThat(late.status()).isEqualTo(202);

        // and: waiting for the status, at another gateway, ends with the job
        String id = late.json().getString("id");
        CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> waitFor(id));
        client.delete("/v1/upscales/" + id);
        assertThat(waiting.get(20, TimeUnit.SECONDS).json().getString("status")).isEqualTo("cancelled");
    }

    private static Answer waitFor(String id) {
        try {
            await().until(() -> other.get("/v1/upscales/" + id).status() == 200);
            return other.send("GET", "/v1/upscales/" + id, Map.of("Prefer", "wait=30"), new byte[0]);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aJobIsFollowedFromAnotherGatewayToItsEnd() throws Exception {
        // given
        String id = submit(FakeWorker.HOLD, 4);
        await().until(() -> other.get("/v1/upscales/" + id).status() == 200);

        try (EventReader stream = new EventReader(neighbour.port(), "/v1/upscales/" + id + "/events", "")) {
            CompletableFuture<List<Event>> events = stream.until(event -> false);

            // when
            await().until(() ->
                    "started".equals(other.get("/v1/upscales/" + id).json().getString("status")));
            client.delete("/v1/upscales/" + id);

            // then: the present state first, the end last, and the stream ends by itself
            List<Event> told = events.get(20, TimeUnit.SECONDS);
            assertThat(told.getLast().name()).isEqualTo("end");
            Event ended = told.get(told.size() - 2);
            assertThat(ended.name()).isEqualTo("job");
            assertThat(ended.data().getString("id")).isEqualTo(id);
            assertThat(ended.data().getString("status")).isEqualTo("cancelled");
            assertThat(ended.data().getString("model")).isEqualTo("acuity-s-x4");
            assertThat(ended.data().getString("operation")).isEqualTo("RESIDUAL_SHIFT");
            assertThat(told).filteredOn(event -> event.name().equals("job")).hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void theStreamOfAllJobsGoesOnFromTheLastEventAtAnotherGateway() throws Exception {
        // given: a caller that saw one job's end and lost its connection
        String seen;
        try (EventReader stream = new EventReader(gateway.port(), "/v1/events", "")) {
            CompletableFuture<List<Event>> events = stream.until(JobFollowingIT::hasEnded);
            submit(1, 5);
            seen = events.get(20, TimeUnit.SECONDS).getLast().id();
        }
        String missed = submit(1, 6);
        awaitStatus(missed, "succeeded");

        // when
        try (EventReader stream = new EventReader(neighbour.port(), "/v1/events", seen)) {
            List<Event> events = stream.until(
                            event -> event.data().getString("id").equals(missed) && hasEnded(event))
                    .get(20, TimeUnit.SECONDS);

            // then
            assertThat(events.getLast().data().getString("id")).isEqualTo(missed);
        }
    }

    @Test
    void previewsAreThereAtAnyGatewayWhileTheJobRuns() throws Exception {
        // given
        byte[] image = new byte[300_000];
        new Random(9).nextBytes(image);
        String id = client.post("?previews=true&seed=" + FakeWorker.HOLD, image)
                .json()
                .getString("id");
        String path = "/v1/upscales/" + id;
        await().until(() ->
                other.get(path).status() == 200 && other.get(path).json().containsKey("previews"));

        // when
        JsonObject preview = other.get(path).json().getJsonArray("previews").getJsonObject(0);
        Answer picture = other.get(preview.getString("url"));

        // then
        assertThat(preview)
                .isEqualTo(new JsonObject()
                        .put("n", 1)
                        .put("step", 1)
                        .put("steps", 4)
                        .put("tilesDone", 1)
                        .put("tilesTotal", 2)
                        .put("url", path + "/previews/1"));
        assertThat(picture.status()).isEqualTo(200);
        assertThat(picture.body()).isEqualTo(image);
        assertThat(picture.header("Cache-Control")).contains("immutable");
        Answer known =
                other.send("GET", path + "/previews/1", Map.of("If-None-Match", picture.header("ETag")), new byte[0]);
        assertThat(known.status()).isEqualTo(304);

        // and: others there are not, and a list only counts
        Answer none = other.get(path + "/previews/2");
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.header("Cache-Control")).isEmpty();
        assertThat(none.json().getString("code")).isEqualTo("NO_PREVIEW");
        assertThat(other.get("/v1/upscales/nobody/previews/1").status()).isEqualTo(404);
        JsonObject listed =
                other.get("/v1/upscales?limit=1").json().getJsonArray("jobs").getJsonObject(0);
        assertThat(listed.getInteger("previewCount")).isEqualTo(1);
        assertThat(listed.containsKey("previews")).isFalse();
        client.delete(path);
    }

    @Test
    void moreStreamsThanAllowedAreRefusedAndClosedOnesCountNoMore() throws Exception {
        // given
        try (EventReader one = new EventReader(gateway.port(), "/v1/events", "");
                EventReader two = new EventReader(gateway.port(), "/v1/events", "");
                EventReader three = new EventReader(gateway.port(), "/v1/events", "")) {
            assertThat(List.of(one.status(), two.status(), three.status())).containsOnly(200);

            // when
            try (EventReader four = new EventReader(gateway.port(), "/v1/events", "")) {

                // then
                assertThat(four.status()).isEqualTo(503);
            }
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            try (EventReader again = new EventReader(gateway.port(), "/v1/events", "")) {
                return again.status() == 200;
            }
        });
    }

    @Test
    void jobsAreListedNewestFirstInPartsThatAnyGatewayContinues() throws Exception {
        // given
        String first = submit(FakeWorker.FAIL, 7);
        awaitStatus(first, "failed");
        String second = submit(FakeWorker.FAIL, 8);
        awaitStatus(second, "failed");

        // when
        JsonObject page = client.get("/v1/upscales?status=failed&limit=1").json();
        JsonObject next = other.get("/v1/upscales?status=failed&limit=1&cursor=" + page.getString("next"))
                .json();

        // then
        assertThat(page.getJsonArray("jobs").getJsonObject(0).getString("id")).isEqualTo(second);
        assertThat(next.getJsonArray("jobs").getJsonObject(0).getString("id")).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/upscales?cursor=nonsense",
                "/v1/upscales?limit=0",
                "/v1/upscales?limit=many",
                "/v1/upscales?status=lost"
            })
    void whatCannotBeListedIsAProblem(String path) throws Exception {
        // when
        Answer answer = client.get(path);

        // then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("code")).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void aForeignEventIdIsAProblem() throws Exception {
        assertThat(client.send("GET", "/v1/events", Map.of("Last-Event-ID", "yesterday"), new byte[0])
                        .status())
                .isEqualTo(400);
        assertThat(client.get("/v1/upscales/nobody/events").status()).isEqualTo(404);
    }

    private static boolean hasEnded(Event event) {
        return List.of("succeeded", "failed", "cancelled").contains(event.data().getString("status"));
    }

    private static String submit(long seed, int image) throws Exception {
        return client.post("?seed=" + seed, image(image)).json().getString("id");
    }

    private static void awaitStatus(String id, String status) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> status.equals(
                                client.get("/v1/upscales/" + id).json().getString("status"))
                        && status.equals(other.get("/v1/upscales/" + id).json().getString("status")));
    }

    private static byte[] image(int seed) {
        byte[] bytes = new byte[5_000];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
