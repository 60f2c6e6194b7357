package io.acuity.worker;

import static io.acuity.worker.TestPictures.picture;
import static io.acuity.worker.TestPictures.png;
import static io.acuity.worker.TestPictures.pngHeader;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.attention.AttentionMap;
import io.acuity.attention.innate.EdgeExtractor;
import io.acuity.attention.picture.MapPictures;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.events.BlobReference;
import io.acuity.events.Cancel;
import io.acuity.events.DeadLetter;
import io.acuity.events.FailureCode;
import io.acuity.events.InlinePayload;
import io.acuity.events.JobEvent;
import io.acuity.events.JobPreview;
import io.acuity.events.Operation;
import io.acuity.events.Outcome;
import io.acuity.events.OutputFormat;
import io.acuity.events.Recipe;
import io.acuity.events.UpscaleRequest;
import io.acuity.events.UpscaleResult;
import io.acuity.imaging.Picture;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.blob.Payloads;
import io.acuity.streaming.broker.EmbeddedBroker;
import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.topics.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WorkerServiceIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Map<String, UpscaleResult> RESULTS = new ConcurrentHashMap<>();
    private static final AtomicLong COUNT = new AtomicLong();
    private static final int OTHERS = 40;
    private static final Map<String, DeadLetter> LETTERS = new ConcurrentHashMap<>();
    private static final Map<String, JobPreview> PREVIEWS = new ConcurrentHashMap<>();

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private static EventPublisher publisher;
    private static BlobStore store;
    private static WorkerService worker;
    private static EventTail<UpscaleResult> results;
    private static EventTail<DeadLetter> letters;
    private static EventTail<JobEvent> events;

    @BeforeAll
    static void startEverything() throws IOException {
        broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        KafkaSettings kafka = KafkaSettings.of(broker.bootstrap());
        TopicAdmin.ensure(kafka);
        publisher = EventPublisher.open(kafka);
        store = BlobStores.directory(folder.resolve("blobs"));
        results = EventTail.open(kafka, Topic.RESULTS, new TailStart.Beginning(), (key, result) -> {
            COUNT.incrementAndGet();
            RESULTS.put(key, result);
        });
        letters = EventTail.open(kafka, Topic.DEAD_LETTERS, new TailStart.Beginning(), LETTERS::put);
        events = EventTail.open(kafka, Topic.JOB_EVENTS, new TailStart.Beginning(), WorkerServiceIT::keepPreview);
        WorkerSettings settings = WorkerSettings.of(
                        kafka, folder.resolve("blobs").toUri(), "test")
                .withLimits(new DecodeLimits(1 << 20, 4000, 1_000_000));
        worker = WorkerService.start(
                settings,
                WorkerDevice.open(
                        SchedulerSettings.DEFAULT, scheduler -> new EchoShelf(), SmallResNet.installed(folder)));
    }

    private static void keepPreview(String jobId, @Nullable JobEvent event) {
        if (event != null && event.getPreview() != null) {
            PREVIEWS.putIfAbsent(jobId, event.getPreview());
        }
    }

    @AfterAll
    static void stopEverything() {
        worker.close();
        results.close();
        letters.close();
        events.close();
        publisher.close();
        store.close();
        broker.close();
    }

    @Test
    void aPictureComesBackFourTimesLarger() {
        // given
        Picture picture = picture(3, 20, 30);

        // when
        UpscaleResult result = run(request(png(picture)));

        // then
        assertThat(result.getOutcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.getCheckpoint()).isEqualTo("echo@test");
        assertThat(result.getCost().getDenseNetworkPixels()).isEqualTo(80L * 120);
        Picture large = decoded(result.getOutput());
        assertThat(large.width()).isEqualTo(80);
        assertThat(large.height()).isEqualTo(120);
        assertThat(large.colour().get(1).sample(79, 119))
                .isEqualTo(picture.colour().get(1).sample(19, 29));
    }

    @Test
    void aRequestThatIsPublishedTwiceIsAnsweredOnce() {
        // given: both before the first is done, and once more when it is
        UpscaleRequest.Builder request = request(png(picture(3, 20, 30)));
        long before = COUNT.get();
        var unused = publisher.publish(Topic.REQUESTS, request.getJobId(), request.build());
        run(request);
        run(request);

        // when: enough others to meet every partition show that the worker has passed them all
        for (int i = 0; i < OTHERS; i++) {
            run(request(png(picture(3, 8, 8))));
        }

        // then
        assertThat(COUNT.get() - before).isEqualTo(1 + OTHERS);
    }

    @Test
    void largeInputsAndOutputsGoThroughTheStore() {
        // given
        Picture picture = picture(3, 400, 300);
        UpscaleRequest.Builder request = request(png(picture));

        // when
        UpscaleResult result = run(request);

        // then
        assertThat(request.getInput()).isInstanceOf(BlobReference.class);
        assertThat(result.getOutput()).isInstanceOf(BlobReference.class);
        assertThat(decoded(result.getOutput()).width()).isEqualTo(1600);
    }

    @Test
    void whoAsksForPreviewsSeesTilesComeIn() {
        // given
        UpscaleRequest.Builder request = request(png(picture(3, 400, 300))).setPreviews(true);
        UpscaleRequest.Builder quiet = request(png(picture(3, 401, 300)));

        // when
        run(quiet);
        run(request);

        // then
        await().atMost(SOON).untilAsserted(() -> assertThat(PREVIEWS).containsKey(request.getJobId()));
        JobPreview preview = Objects.requireNonNull(PREVIEWS.get(request.getJobId()));
        assertThat(preview.getNumber()).isEqualTo(1);
        assertThat(List.of(preview.getStep(), preview.getSteps())).containsExactly(1, 1);
        assertThat(preview.getTilesDone()).isBetween(1L, preview.getTilesTotal() - 1);
        assertThat(preview.getPicture().getMediaType()).isEqualTo("image/jpeg");
        Picture picture = decoded(preview.getPicture());
        assertThat(List.of(picture.width(), picture.height())).containsExactly(512, 384);
        assertThat(PREVIEWS).doesNotContainKey(quiet.getJobId());
    }

    @Test
    void aSinglePixelIsUpscaledToo() {
        // given
        Picture picture = picture(1, 1, 1);

        // when
        UpscaleResult result = run(request(png(picture)));

        // then
        assertThat(result.getOutcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(decoded(result.getOutput()).isGrey()).isTrue();
        assertThat(result.getWidth()).isEqualTo(4);
    }

    @Test
    void anAttentionMapComesBackWithItsOverlay() {
        // given
        Picture picture = picture(3, 30, 20);
        UpscaleRequest.Builder request = attention(png(picture), null);

        // when
        UpscaleResult result = run(request);

        // then the map is what the extractor makes of the picture
        assertThat(result.getOutcome()).isEqualTo(Outcome.SUCCEEDED);
        Picture map = decoded(result.getOutput());
        assertThat(map.isGrey()).isTrue();
        assertThat(map.bitDepth()).isEqualTo(16);
        AttentionMap expected = new EdgeExtractor().extract(picture, 80, 120);
        assertThat(MapPictures.read(map, 80, 120).toImage().values())
                .isEqualTo(expected.toImage().values());
        assertThat(result.getWidth()).isEqualTo(120);
        Picture overlay = decoded(result.getOverlay());
        assertThat(overlay.width()).isEqualTo(120);
        assertThat(overlay.isGrey()).isFalse();
        assertThat(run(request(png(picture))).getOverlay()).isNull();
    }

    @Test
    void anInstalledResidualNetworkExtractsAttentionToo() {
        UpscaleResult result = run(attention(png(picture(3, 30, 20)), "dino-resnet50:avg"));
        Picture map = decoded(result.getOutput());
        assertThat(map.width()).isEqualTo(120);
        assertThat(map.colour().get(0).isConstant()).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRequests")
    void badInputEndsAsFailedResultAndDeadLetterAndTheNextJobRuns(
            String name, UpscaleRequest.Builder request, FailureCode code) {
        // when
        UpscaleResult result = run(request);

        // then
        assertThat(result.getOutcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.getFailure().getCode()).isEqualTo(code);
        assertThat(result.getFailure().getMessage()).endsWith(".").hasSizeBetween(20, 500);
        await().atMost(SOON).untilAsserted(() -> assertThat(LETTERS).containsKey(request.getJobId()));
        assertThat(letter(request.getJobId()).getCode()).isEqualTo(code);
        assertThat(run(request(png(picture(3, 8, 8)))).getOutcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    static Stream<Arguments> badRequests() throws IOException {
        byte[] good = png(picture(3, 64, 64));
        UpscaleRequest.Builder otherModel = request(good);
        otherModel.getRecipe().setModel("nonesuch");
        UpscaleRequest.Builder otherScale = request(good);
        otherScale.getRecipe().setScale(3);
        UpscaleRequest.Builder noWholeScale = request(good);
        noWholeScale.getRecipe().setMagnification(2.7);
        UpscaleRequest.Builder mapOfAnySize = attention(good, "edges");
        mapOfAnySize.getRecipe().setMagnification(2.7);
        UpscaleRequest.Builder manySteps = request(good);
        manySteps.getRecipe().setSteps(2);
        UpscaleRequest.Builder asJpeg = attention(good, "edges");
        asJpeg.getRecipe().setFormat(OutputFormat.JPEG);
        UpscaleRequest.Builder tooLarge = attention(good, "edges");
        tooLarge.getRecipe().setScale(9);
        byte[] noise = new byte[300_000];
        new Random(5).nextBytes(noise);
        BlobReference gone = store.put(noise, "image/png");
        Files.delete(Path.of(java.net.URI.create(gone.getUri())));
        noise[7]++;
        BlobReference changed = store.put(noise, "image/png");
        noise[8]++;
        Files.write(Path.of(java.net.URI.create(changed.getUri())), noise);
        BlobReference outside = new BlobReference("file:///etc/passwd", "ab".repeat(32), 9L, "image/png");
        return Stream.of(
                Arguments.of("file of the machine", request(good).setInput(outside), FailureCode.PAYLOAD_MISSING),
                Arguments.of("not an image", request("hello".getBytes(UTF_8)), FailureCode.UNREADABLE_IMAGE),
                Arguments.of("zero bytes", request(new byte[0]), FailureCode.UNREADABLE_IMAGE),
                Arguments.of("truncated", request(Arrays.copyOf(good, good.length / 2)), FailureCode.UNREADABLE_IMAGE),
                Arguments.of("bomb", request(pngHeader(60_000, 60_000)), FailureCode.IMAGE_TOO_LARGE),
                Arguments.of("unknown model", otherModel, FailureCode.UNKNOWN_MODEL),
                Arguments.of("unknown scale", otherScale, FailureCode.UNSUPPORTED_SCALE),
                Arguments.of("scale between two", noWholeScale, FailureCode.UNSUPPORTED_SCALE),
                Arguments.of("map of a scale between two", mapOfAnySize, FailureCode.UNSUPPORTED_SCALE),
                Arguments.of("more steps than trained", manySteps, FailureCode.INVALID_REQUEST),
                Arguments.of(
                        "operation not offered",
                        request(good).setOperation(Operation.DIFFUSION),
                        FailureCode.UNSUPPORTED_OPERATION),
                Arguments.of("unknown extractor", attention(good, "magic"), FailureCode.INVALID_REQUEST),
                Arguments.of("weights missing", attention(good, "dino-vit-s8:max"), FailureCode.UNKNOWN_MODEL),
                Arguments.of("map as JPEG", asJpeg, FailureCode.INVALID_REQUEST),
                Arguments.of("map too large", tooLarge, FailureCode.UNSUPPORTED_SCALE),
                Arguments.of("payload gone", request(good).setInput(gone), FailureCode.PAYLOAD_MISSING),
                Arguments.of("payload changed", request(good).setInput(changed), FailureCode.PAYLOAD_CORRUPT));
    }

    @Test
    void garbageOnTheRequestsTopicEndsAsADeadLetterAndTheNextJobRuns() {
        // given
        byte[] garbage = {1, 2, 3, 4, 5};
        OutgoingEvent event = new OutgoingEvent(Topic.REQUESTS.name(), "garbage".getBytes(UTF_8), garbage);

        // when
        publisher.publish(event).join();

        // then
        await().atMost(SOON).untilAsserted(() -> assertThat(LETTERS).containsKey("garbage"));
        assertThat(letter("garbage").getCode()).isEqualTo(FailureCode.UNDECODABLE_RECORD);
        assertThat(letter("garbage").getOriginalValue()).isEqualTo(ByteBuffer.wrap(garbage));
        assertThat(RESULTS).doesNotContainKey("garbage");
        assertThat(run(request(png(picture(3, 8, 8)))).getOutcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void aJobCancelledBeforeItIsMetEndsAsCancelled() {
        // given: some, since the first may be met before the worker has heard of its cancellation
        Deque<UpscaleRequest.Builder> requests = new ArrayDeque<>();
        for (int i = 0; i < 50; i++) {
            requests.add(request(png(picture(3, 8, 8))));
        }
        List<String> ids =
                requests.stream().map(UpscaleRequest.Builder::getJobId).toList();
        for (UpscaleRequest.Builder request : requests) {
            Cancel cancel = Cancel.newBuilder()
                    .setJobId(request.getJobId())
                    .setAt(Instant.now())
                    .build();
            publisher.publish(Topic.CONTROL, request.getJobId(), cancel).join();
        }
        UpscaleRequest.Builder after = request(png(picture(3, 8, 8)));

        // when
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(run(requests.remove()).getOutcome()).isEqualTo(Outcome.CANCELLED));

        // then
        assertThat(LETTERS.keySet()).doesNotContainAnyElementsOf(ids);
        assertThat(run(after).getOutcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void aJobWhoseDeadlineHasPassedExpires() {
        // given
        UpscaleRequest.Builder request =
                request(png(picture(3, 8, 8))).setDeadline(Instant.now().minusSeconds(1));

        // when
        UpscaleResult result = run(request);

        // then
        assertThat(result.getOutcome()).isEqualTo(Outcome.EXPIRED);
    }

    private static UpscaleResult run(UpscaleRequest.Builder request) {
        publisher.publish(Topic.REQUESTS, request.getJobId(), request.build()).join();
        await().atMost(SOON).untilAsserted(() -> assertThat(RESULTS).containsKey(request.getJobId()));
        return Objects.requireNonNull(RESULTS.get(request.getJobId()));
    }

    private static DeadLetter letter(String key) {
        return Objects.requireNonNull(LETTERS.get(key));
    }

    private static UpscaleRequest.Builder request(byte[] image) {
        Object input = image.length <= Payloads.INLINE_LIMIT
                ? new InlinePayload("image/png", ByteBuffer.wrap(image))
                : store.put(image, "image/png");
        return UpscaleRequest.newBuilder()
                .setJobId(UUID.randomUUID().toString())
                .setOperation(Operation.RESIDUAL_SHIFT)
                .setInput(input)
                .setRecipe(Recipe.newBuilder().setModel("echo").build())
                .setSubmittedAt(Instant.now());
    }

    private static UpscaleRequest.Builder attention(byte[] image, @Nullable String extractor) {
        UpscaleRequest.Builder request = request(image).setOperation(Operation.EXTRACT_ATTENTION);
        request.getRecipe().setAttention(extractor);
        return request;
    }

    private static Picture decoded(Object payload) {
        return new PictureDecoder(DecodeLimits.defaults()).decode(new Payloads(store).read(payload));
    }
}
