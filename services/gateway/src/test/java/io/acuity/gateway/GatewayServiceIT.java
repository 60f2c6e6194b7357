package io.acuity.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.acuity.events.BlobReference;
import io.acuity.events.InlinePayload;
import io.acuity.events.Operation;
import io.acuity.events.OutputFormat;
import io.acuity.gateway.Client.Answer;
import io.acuity.gateway.upload.Offer;
import io.acuity.gateway.upload.OfferedModel;
import io.acuity.streaming.blob.BlobStores;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayServiceIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int LIMIT = 4 << 20;
    private static final Offer OFFER =
            new Offer(List.of(new OfferedModel("acuity-s-x4", 4, List.of(Operation.RESIDUAL_SHIFT))), "acuity-s-x4");

    @TempDir
    static Path directory;

    private static GatewayHouse house;
    private static FakeWorker worker;
    private static GatewayService gateway;
    private static Client client;
    private static Client other;

    @BeforeAll
    static void start() throws Exception {
        house = GatewayHouse.start(directory, 2);
        house.track();
        worker = house.work();
        gateway = house.serve(settings(0));
        GatewayService neighbour = house.serve(settings(0));
        client = new Client(gateway.port());
        other = new Client(neighbour.port());
        GatewayHouse.awaitCaughtUp(gateway, neighbour);
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    private static GatewaySettings settings(int port) {
        return GatewaySettings.local(port, house.kafka(), house.blobs(), OFFER)
                .withLimits(GatewayHouse.limits(LIMIT, 100));
    }

    @Test
    void aSmallUploadTravelsInsideTheRequestAndComesBackFromAnyGateway() throws Exception {
        // given
        byte[] image = bytes(1, 10_000);

        // when
        Answer accepted = client.post("?format=jpeg&scale=4", image);
        String id = accepted.json().getString("id");

        // then: known at once here, soon everywhere
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.header("Location")).isEqualTo("/v1/upscales/" + id);
        assertThat(client.get("/v1/upscales/" + id).status()).isEqualTo(200);
        awaitStatus(other, id, "succeeded");
        Answer result = other.get("/v1/upscales/" + id + "/result");
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.body()).isEqualTo(image);
        assertThat(result.header("Content-Type")).isEqualTo("image/png");
        assertThat(result.header("Content-Disposition")).contains(id + ".png");
        assertThat(other.get("/v1/upscales/" + id)
                        .json()
                        .getJsonObject("result")
                        .getInteger("width"))
                .isEqualTo(8);
        var request = worker.requestsOf(id).getFirst();
        assertThat(request.getInput()).isInstanceOf(InlinePayload.class);
        assertThat(request.getRecipe().getFormat()).isEqualTo(OutputFormat.JPEG);
    }

    @Test
    void aLargeUploadGoesToTheClaimCheckAndComesBackEqual() throws Exception {
        // given
        byte[] image = bytes(2, 3_000_000);

        // when
        String id = client.post("", image).json().getString("id");

        // then
        awaitStatus(client, id, "succeeded");
        assertThat(worker.requestsOf(id).getFirst().getInput()).isInstanceOf(BlobReference.class);
        assertThat(other.get("/v1/upscales/" + id + "/result").body()).isEqualTo(image);
    }

    @Test
    void aFormWithOneFileAndFieldsIsASubmission() throws Exception {
        // given
        byte[] image = bytes(3, 700_000);

        // when
        Answer accepted = client.postForm(image, Map.of("seed", "99", "deadline", "PT1H"));

        // then
        assertThat(accepted.status()).isEqualTo(202);
        String id = accepted.json().getString("id");
        awaitStatus(client, id, "succeeded");
        assertThat(client.get("/v1/upscales/" + id + "/result").body()).isEqualTo(image);
        var request = worker.requestsOf(id).getFirst();
        assertThat(request.getRecipe().getSeed()).isEqualTo(99);
        assertThat(request.getDeadline()).isNotNull();
        assertThat(((BlobReference) request.getInput()).getMediaType()).isEqualTo("image/png");
    }

    @Test
    void anImageInTheStoreIsSubmittedByReference() throws Exception {
        // given
        byte[] image = bytes(20, 500_000);
        BlobReference stored;
        try (var store = BlobStores.directory(directory.resolve("blobs"))) {
            stored = store.put(image, "image/png");
        }
        var input = new JsonObject()
                .put("sha256", stored.getSha256())
                .put("size", stored.getSize())
                .put("mediaType", "image/png");

        // when
        Answer accepted = postJson(new JsonObject().put("input", input).put("seed", 99));

        // then
        assertThat(accepted.status()).isEqualTo(202);
        String id = accepted.json().getString("id");
        awaitStatus(other, id, "succeeded");
        assertThat(client.get("/v1/upscales/" + id + "/result").body()).isEqualTo(image);
        assertThat(worker.requestsOf(id).getFirst().getRecipe().getSeed()).isEqualTo(99);

        // and: what is none is refused
        for (JsonObject wrong : List.of(
                new JsonObject(),
                new JsonObject().put("input", "file:///etc/passwd"),
                new JsonObject().put("input", input.copy().put("uri", "file:///etc/passwd")),
                new JsonObject().put("input", input.copy().put("sha256", "../../etc/passwd")),
                new JsonObject().put("input", input).put("colour", "red"))) {
            assertProblem(postJson(wrong), 400, "INVALID_REQUEST");
        }
    }

    private static Answer postJson(JsonObject body) throws Exception {
        return client.send(
                "POST",
                "/v1/upscales",
                Map.of("Content-Type", "application/json"),
                body.toBuffer().getBytes());
    }

    @Test
    void anAttentionMapHasAnOverlayAndOtherResultsHaveNone() throws Exception {
        // given
        byte[] image = bytes(10, 5_000);

        // when
        String id = client.post("?operation=EXTRACT_ATTENTION&attention=edges", image)
                .json()
                .getString("id");
        String plain = client.post("", image).json().getString("id");

        // then
        awaitStatus(client, id, "succeeded");
        awaitStatus(client, plain, "succeeded");
        var links = client.get("/v1/upscales/" + id).json().getJsonObject("links");
        Answer overlay = client.get(links.getString("overlay"));
        assertThat(overlay.body()).isEqualTo(image);
        assertThat(overlay.header("Content-Disposition")).contains(id + "-overlay.png");
        assertProblem(client.get("/v1/upscales/" + plain + "/overlay"), 404, "NO_OVERLAY");
        var request = worker.requestsOf(id).getFirst();
        assertThat(request.getOperation()).isEqualTo(Operation.EXTRACT_ATTENTION);
        assertThat(request.getRecipe().getAttention()).isEqualTo("edges");
    }

    @Test
    void aFormMayBringAMapForMaskedDiffusionOnly() throws Exception {
        // given
        var files = Map.of("file", bytes(11, 9_000), "attentionMap", bytes(12, 400_000));

        // when
        Answer accepted = client.postForm(files, Map.of("operation", "MASKED_DIFFUSION", "lowerBound", "0.1"));

        // then
        assertThat(accepted.status()).isEqualTo(202);
        String id = accepted.json().getString("id");
        awaitStatus(client, id, "succeeded");
        var recipe = worker.requestsOf(id).getFirst().getRecipe();
        assertThat(((BlobReference) recipe.getAttentionMap()).getSize()).isEqualTo(400_000);
        assertThat(recipe.getLowerBound()).isEqualTo(0.1);
        assertThat(client.get("/v1/upscales/" + id + "/result").body()).isEqualTo(files.get("file"));
        assertProblem(client.postForm(files, Map.of()), 400, "INVALID_REQUEST");
        assertProblem(
                client.postForm(files, Map.of("operation", "MASKED_DIFFUSION", "attention", "sift")),
                400,
                "INVALID_REQUEST");
        assertProblem(
                client.postForm(Map.of("attentionMap", bytes(13, 10)), Map.of("operation", "MASKED_DIFFUSION")),
                400,
                "INVALID_REQUEST");
    }

    @Test
    void oneKeyIsOneJobAtEveryGateway() throws Exception {
        // given
        byte[] image = bytes(4, 2_000);
        String[] headers = {"Content-Type", "image/png", "Idempotency-Key", "holiday-1"};

        // when
        String id = client.post("", image, headers).json().getString("id");
        Answer again = client.post("", image, headers);
        awaitStatus(other, id, "succeeded");
        Answer elsewhere = other.post("", image, headers);
        Answer different = other.post("?seed=5", image, headers);

        // then
        assertThat(again.json().getString("id")).isEqualTo(id);
        assertThat(elsewhere.status()).isEqualTo(202);
        assertThat(elsewhere.json().getString("id")).isEqualTo(id);
        assertThat(worker.requestsOf(id)).hasSize(1);
        assertProblem(different, 422, "IDEMPOTENCY_KEY_REUSED");
    }

    @ParameterizedTest
    @CsvSource({
        "?scale=3,image/png,10,422,UNSUPPORTED_SCALE",
        "?scale=2.7,image/png,10,422,UNSUPPORTED_SCALE",
        "?scale=much,image/png,10,400,INVALID_REQUEST",
        "?model=best,image/png,10,422,UNKNOWN_MODEL",
        "?steps=none,image/png,10,400,INVALID_REQUEST",
        "?colour=red,image/png,10,400,INVALID_REQUEST",
        "'',image/png,0,400,INVALID_REQUEST",
        "'',text/plain,10,415,UNSUPPORTED_MEDIA_TYPE",
        "'',image/png,5000000,413,UPLOAD_TOO_LARGE"
    })
    void whatCannotBeASubmissionIsAProblem(String query, String type, int size, int status, String code)
            throws Exception {
        // when
        Answer answer = client.send("POST", "/v1/upscales" + query, Map.of("Content-Type", type), bytes(5, size));

        // then
        assertProblem(answer, status, code);
    }

    @Test
    void aFormWithoutAFileOrWithATooLargeOneIsAProblem() throws Exception {
        assertProblem(client.postForm(new byte[0], Map.of("seed", "1")), 400, "INVALID_REQUEST");
        assertProblem(client.postForm(bytes(6, LIMIT + 1_000), Map.of()), 413, "UPLOAD_TOO_LARGE");
    }

    @Test
    void unknownJobsPathsAndMethodsAreProblems() throws Exception {
        assertProblem(client.get("/v1/upscales/nobody"), 404, "UNKNOWN_JOB");
        assertProblem(client.get("/v1/upscales/nobody/result"), 404, "UNKNOWN_JOB");
        assertProblem(client.delete("/v1/upscales/nobody"), 404, "UNKNOWN_JOB");
        assertProblem(client.get("/v1/upscales/no%20body"), 400, "INVALID_REQUEST");
        assertProblem(client.get("/v2"), 404, "NO_SUCH_OPERATION");
        assertProblem(client.send("PUT", "/v1/upscales", Map.of(), bytes(7, 3)), 405, "NO_SUCH_OPERATION");
    }

    @Test
    void aRunningJobCanBeCancelledAndAFailedOneSaysWhy() throws Exception {
        // given
        String held =
                client.post("?seed=" + FakeWorker.HOLD, bytes(8, 100)).json().getString("id");
        String failed =
                client.post("?seed=" + FakeWorker.FAIL, bytes(8, 100)).json().getString("id");
        awaitStatus(other, held, "started");
        Answer early = other.get("/v1/upscales/" + held + "/result");

        // when
        Answer asked = other.delete("/v1/upscales/" + held);

        // then
        assertProblem(early, 409, "NOT_FINISHED");
        assertThat(early.header("Retry-After")).isEqualTo("1");
        assertThat(asked.status()).isEqualTo(202);
        awaitStatus(client, held, "cancelled");
        assertProblem(client.get("/v1/upscales/" + held + "/result"), 410, "CANCELLED");
        awaitStatus(client, failed, "failed");
        assertProblem(client.get("/v1/upscales/" + failed + "/result"), 422, "UNREADABLE_IMAGE");
        assertProblem(client.delete("/v1/upscales/" + failed), 409, "ALREADY_FINISHED");
        assertThat(client.get("/v1/upscales/" + failed)
                        .json()
                        .getJsonObject("failure")
                        .getString("message"))
                .contains("not an image");
    }

    @Test
    void healthAndContractAreServed() throws Exception {
        assertThat(client.get("/health/live").status()).isEqualTo(200);
        assertThat(client.get("/health/ready").json().getString("status")).isEqualTo("UP");
        assertThat(new String(client.get("/openapi.yaml").body(), StandardCharsets.UTF_8))
                .contains("image/*");
    }

    @Test
    void aRestartedTrackerAndAFreshGatewayKnowOlderJobs() throws Exception {
        // given
        String held =
                client.post("?seed=" + FakeWorker.HOLD, bytes(9, 100)).json().getString("id");
        awaitStatus(other, held, "started");

        // when: the tracker is replaced by one with nothing on its disk
        house.track();
        assertThat(client.delete("/v1/upscales/" + held).status()).isEqualTo(202);
        try (var fresh = GatewayService.start(settings(0))) {

            // then
            var late = new Client(fresh.port());
            awaitStatus(late, held, "cancelled");
            assertThat(late.get("/v1/upscales/" + held).json().getString("acceptedAt"))
                    .isNotBlank();
        }
    }

    @Test
    void aTakenPortIsOneSentence() {
        assertThatThrownBy(() -> GatewayService.start(settings(gateway.port())))
                .isInstanceOf(GatewayStartException.class)
                .hasMessageContaining("port is in use");
    }

    private static void awaitStatus(Client asked, String id, String status) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(asked.get("/v1/upscales/" + id).json().getString("status"))
                                .isEqualTo(status));
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().getString("code")).isEqualTo(code);
        assertThat(answer.json().getInteger("status")).isEqualTo(status);
        assertThat(answer.json().getString("detail")).isNotBlank();
    }

    private static byte[] bytes(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
