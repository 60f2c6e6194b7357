package io.acuity.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.checkpoints.bundle.BundleArchive;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.events.AckState;
import io.acuity.events.BlobReference;
import io.acuity.events.CheckpointEvent;
import io.acuity.events.FailureCode;
import io.acuity.events.InlinePayload;
import io.acuity.events.JobEvent;
import io.acuity.events.Operation;
import io.acuity.events.Outcome;
import io.acuity.events.Recipe;
import io.acuity.events.RolloutAck;
import io.acuity.events.RolloutDecision;
import io.acuity.events.RolloutEvent;
import io.acuity.events.UpscaleRequest;
import io.acuity.events.UpscaleResult;
import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.imaging.encode.PictureWriters;
import io.acuity.networks.Precision;
import io.acuity.networks.device.LiveArrays;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.broker.EmbeddedBroker;
import io.acuity.streaming.topics.Topic;
import io.acuity.worker.model.ModelLease;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rollouts through a real broker on a real device, with networks of random weights. */
class RolloutIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int SWAPS = 6;
    private static final String WORKER = "test";
    /** A picture is cut into several tiles, between which a swap could come. */
    private static final SchedulerSettings SMALL_TILES =
            new SchedulerSettings(1L << 24, 16 * 16, 16, 1 << 15, 1 << 17, 1 << 18, 8, 1L << 29);

    private static final Map<String, UpscaleResult> RESULTS = new ConcurrentHashMap<>();
    private static final Map<String, JobEvent> CANDIDATE_FAILURES = new ConcurrentHashMap<>();
    private static final Map<String, RolloutAck> ACKS = new ConcurrentHashMap<>();
    private static final AtomicLong REVISION = new AtomicLong();
    private static final AtomicInteger SEED = new AtomicInteger(100);
    private static final byte[] IMAGE = png();

    @TempDir
    static Path folder;

    private static KafkaSettings kafka;
    private static EmbeddedBroker broker;
    private static EventPublisher publisher;
    private static BlobStore store;
    private static WorkerDevice device;
    private static WorkerService worker;
    private static final List<AutoCloseable> TAILS = new ArrayList<>();
    private static String own;

    @BeforeAll
    static void startEverything() throws IOException {
        broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        kafka = KafkaSettings.of(broker.bootstrap());
        TopicAdmin.ensure(kafka);
        publisher = EventPublisher.open(kafka);
        store = BlobStores.directory(folder.resolve("blobs"));
        ModelBundle bundle = SmallShiftBundles.of(1);
        own = bundle.checkpointId();
        bundle.write(folder.resolve("model"));
        TAILS.add(EventTail.open(kafka, Topic.RESULTS, new TailStart.Beginning(), RESULTS::put));
        TAILS.add(EventTail.open(kafka, Topic.ROLLOUT_ACKS, new TailStart.Beginning(), ACKS::put));
        TAILS.add(EventTail.open(kafka, Topic.JOB_EVENTS, new TailStart.Beginning(), (job, event) -> {
            if (event != null && event.getFailure() != null) {
                CANDIDATE_FAILURES.put(job, event);
            }
        }));
        device = openDevice();
        worker = WorkerService.start(settings(WORKER), device);
    }

    private static WorkerDevice openDevice() {
        return WorkerDevice.open(
                List.of(folder.resolve("model").toString()), Precision.FP32, SMALL_TILES, FaultyDenoiser::around);
    }

    private static WorkerSettings settings(String slot) {
        return WorkerSettings.of(kafka, folder.resolve("blobs").toUri(), slot)
                .withModels(List.of(folder.resolve("model").toString()), Precision.FP32);
    }

    @AfterAll
    static void stopEverything() throws Exception {
        worker.close();
        for (AutoCloseable tail : TAILS) {
            tail.close();
        }
        publisher.close();
        store.close();
        broker.close();
    }

    @BeforeEach
    void theOwnBundleServes() {
        assertThat(rollOut(null, null, 0).getState()).isEqualTo(AckState.READY);
    }

    @Test
    void swapsUnderLoadFailNoJobMixNoPictureAndLeaveNothingBehind() {
        // given
        assertThat(result(submit()).getCheckpoint()).isEqualTo(own);
        LiveArrays before = LiveArrays.now();
        List<String> jobs = new ArrayList<>();

        // when: candidates come and are promoted while jobs run
        String stable = null;
        for (int swap = 0; swap < SWAPS; swap++) {
            String candidate = publish(SmallShiftBundles.of(SEED.incrementAndGet()));
            submitSome(jobs);
            assertThat(rollOut(stable, candidate, 0.5).getCandidate()).isEqualTo(candidate);
            submitSome(jobs);
            assertThat(rollOut(candidate, null, 0).getStable()).isEqualTo(candidate);
            submitSome(jobs);
            stable = candidate;
        }

        // then: every job succeeded, and the results of one checkpoint are the same bytes, of two are not
        Map<String, Object> outputs = new ConcurrentHashMap<>();
        for (String job : jobs) {
            UpscaleResult result = result(job);
            assertThat(result.getOutcome()).isEqualTo(Outcome.SUCCEEDED);
            Object first = outputs.putIfAbsent(result.getCheckpoint(), result.getOutput());
            assertThat(first == null || first.equals(result.getOutput()))
                    .as(result.getCheckpoint())
                    .isTrue();
        }
        assertThat(outputs).hasSizeGreaterThan(SWAPS / 2);
        assertThat(outputs.values()).doesNotHaveDuplicates();
        assertThat(CANDIDATE_FAILURES).doesNotContainKeys(jobs.toArray(String[]::new));
        await().atMost(SOON).untilAsserted(() -> assertThat(LiveArrays.now()).isEqualTo(before));
    }

    @Test
    void aJobThatFailsOnACandidateSucceedsOnStableAndItsEventTellsWhy() {
        // given: a candidate that passes its tests and fails on users' pictures
        String candidate = publish(SmallShiftBundles.of(SEED.incrementAndGet()));
        assertThat(rollOut(null, candidate, 1).getState()).isEqualTo(AckState.READY);
        FaultyDenoiser.fail(candidate);

        // when
        String job = submit();

        // then
        assertThat(result(job).getOutcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result(job).getCheckpoint()).isEqualTo(own);
        await().atMost(SOON).untilAsserted(() -> assertThat(CANDIDATE_FAILURES).containsKey(job));
        JobEvent event = Objects.requireNonNull(CANDIDATE_FAILURES.get(job));
        assertThat(event.getCheckpoint()).isEqualTo(candidate);
        assertThat(event.getFailure().getCode()).isEqualTo(FailureCode.INTERNAL);
    }

    @Test
    void aJobThatFailsOnStableFailsAndNamesItsCheckpoint() {
        // given
        String faulty = publish(SmallShiftBundles.of(SEED.incrementAndGet()));
        rollOut(faulty, null, 0);
        FaultyDenoiser.fail(faulty);

        // when
        UpscaleResult result = result(submit());

        // then
        assertThat(result.getOutcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.getFailure().getCode()).isEqualTo(FailureCode.INTERNAL);
        assertThat(result.getCheckpoint()).isEqualTo(faulty);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badCheckpoints")
    void aBadCheckpointIsRefusedAndTheServiceGoesOn(String name, String checkpoint, FailureCode code) {
        // given
        result(submit());
        LiveArrays before = LiveArrays.now();

        // when
        RolloutAck ack = rollOut(null, checkpoint, 1);

        // then
        assertThat(ack.getState()).isEqualTo(AckState.REFUSED);
        assertThat(ack.getFailure().getCode()).as(ack.getFailure().getMessage()).isEqualTo(code);
        assertThat(ack.getFailure().getMessage()).endsWith(".").hasSizeBetween(20, 700);
        assertThat(ack.getStable()).isEqualTo(own);
        assertThat(ack.getCandidate()).isNull();
        assertThat(result(submit()).getCheckpoint()).isEqualTo(own);
        await().atMost(SOON).untilAsserted(() -> assertThat(LiveArrays.now()).isEqualTo(before));
    }

    static Stream<Arguments> badCheckpoints() throws IOException {
        BlobReference damaged = store.put(BundleArchive.encode(SmallShiftBundles.of(71)), BundleArchive.MEDIA_TYPE);
        byte[] other = BundleArchive.encode(SmallShiftBundles.of(72));
        Files.write(Path.of(java.net.URI.create(damaged.getUri())), other);
        BlobReference missing = store.put(BundleArchive.encode(SmallShiftBundles.of(73)), BundleArchive.MEDIA_TYPE);
        Files.delete(Path.of(java.net.URI.create(missing.getUri())));
        byte[] whole = BundleArchive.encode(SmallShiftBundles.of(74));
        BlobReference cut = store.put(Arrays.copyOf(whole, whole.length - whole.length / 3), BundleArchive.MEDIA_TYPE);
        BlobReference exchanged = store.put(other, BundleArchive.MEDIA_TYPE);
        ModelBundle wide = SmallShiftBundles.of(16, 75, weights -> weights);
        ModelBundle wild = SmallShiftBundles.of(8, 77, weights -> {
            for (int i = 0; i < weights.length; i++) {
                weights[i] *= 40;
            }
            return weights;
        });
        return Stream.of(
                Arguments.of("unknown", "small@nonesuch", FailureCode.UNKNOWN_MODEL),
                Arguments.of("wrong hash", publish(SmallShiftBundles.of(71), damaged), FailureCode.CORRUPT_CHECKPOINT),
                Arguments.of("missing blob", publish(SmallShiftBundles.of(73), missing), FailureCode.PAYLOAD_MISSING),
                Arguments.of("truncated", publish(SmallShiftBundles.of(74), cut), FailureCode.CORRUPT_CHECKPOINT),
                Arguments.of(
                        "another's bundle",
                        publish(SmallShiftBundles.of(78), exchanged),
                        FailureCode.CORRUPT_CHECKPOINT),
                Arguments.of("other architecture", publish(wide), FailureCode.CORRUPT_CHECKPOINT),
                Arguments.of("NaN", publishNotANumber(), FailureCode.CORRUPT_CHECKPOINT),
                Arguments.of("destroys pictures", publish(wild), FailureCode.CORRUPT_CHECKPOINT));
    }

    @Test
    void aWorkerThatStartsWhileARolloutStandsServesItsStableFirst() {
        // given
        String stable = publish(SmallShiftBundles.of(SEED.incrementAndGet()));
        rollOut(stable, null, 0);
        WorkerDevice lateDevice = openDevice();

        // when
        try (WorkerService late = WorkerService.start(settings("late"), lateDevice);
                ModelLease first = lateDevice.models().lease(SmallShiftBundles.NAME, "some-job")) {
            // then
            assertThat(first.model().checkpoint()).isEqualTo(stable);
            assertThat(late.state()).isNotNull();
            await().atMost(SOON)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(ack("late").getRevision()).isEqualTo(REVISION.get()));
            assertThat(ack("late").getStable()).isEqualTo(stable);
        }
    }

    private static void submitSome(List<String> jobs) {
        for (int i = 0; i < 3; i++) {
            jobs.add(submit());
        }
    }

    private static String submit() {
        String job = UUID.randomUUID().toString();
        UpscaleRequest request = UpscaleRequest.newBuilder()
                .setJobId(job)
                .setOperation(Operation.RESIDUAL_SHIFT)
                .setInput(new InlinePayload("image/png", ByteBuffer.wrap(IMAGE)))
                .setRecipe(Recipe.newBuilder()
                        .setModel(SmallShiftBundles.NAME)
                        .setDeterministic(true)
                        .build())
                .setSubmittedAt(Instant.now())
                .build();
        publisher.publish(Topic.REQUESTS, job, request).join();
        return job;
    }

    private static UpscaleResult result(String job) {
        await().atMost(SOON).untilAsserted(() -> assertThat(RESULTS).containsKey(job));
        return Objects.requireNonNull(RESULTS.get(job));
    }

    private static RolloutAck ack(String name) {
        return Objects.requireNonNull(ACKS.get(name + "/" + SmallShiftBundles.NAME));
    }

    /** Publishes a rollout and waits until the worker has acknowledged it. */
    private static RolloutAck rollOut(@Nullable String stable, @Nullable String candidate, double share) {
        long revision = REVISION.incrementAndGet();
        RolloutEvent event = RolloutEvent.newBuilder()
                .setModel(SmallShiftBundles.NAME)
                .setRevision(revision)
                .setDecision(candidate == null ? RolloutDecision.PROMOTED : RolloutDecision.STARTED)
                .setStable(stable)
                .setCandidate(candidate)
                .setShare(share)
                .setReason("A test.")
                .setAt(Instant.now())
                .build();
        publisher.publish(Topic.ROLLOUTS, SmallShiftBundles.NAME, event).join();
        String key = WORKER + "/" + SmallShiftBundles.NAME;
        await().atMost(SOON).pollInterval(Duration.ofMillis(10)).until(() -> {
            RolloutAck ack = ACKS.get(key);
            return ack != null && ack.getRevision() == revision;
        });
        return ack(WORKER);
    }

    private static String publish(ModelBundle bundle) {
        return publish(bundle, store.put(BundleArchive.encode(bundle), BundleArchive.MEDIA_TYPE));
    }

    private static String publishNotANumber() throws IOException {
        SmallShiftBundles.Files files = SmallShiftBundles.files(8, 76, weights -> {
            weights[0] = Float.NaN;
            return weights;
        });
        return publish(files.sha256(), store.put(files.archive(), BundleArchive.MEDIA_TYPE));
    }

    private static String publish(ModelBundle bundle, BlobReference archive) {
        return publish(bundle.sha256(), archive);
    }

    private static String publish(String sha256, BlobReference archive) {
        CheckpointEvent event = CheckpointEvent.newBuilder()
                .setCheckpointId(SmallShiftBundles.NAME + "@" + sha256.substring(0, 12))
                .setModel(SmallShiftBundles.NAME)
                .setScale(4)
                .setSystem("residual-shift")
                .setSha256(sha256)
                .setBundle(archive)
                .setCreatedAt(Instant.now())
                .build();
        publisher.publish(Topic.CHECKPOINTS, event.getCheckpointId(), event).join();
        return event.getCheckpointId();
    }

    private static byte[] png() {
        Random random = new Random(3);
        List<Plane> planes = IntStream.range(0, 3)
                .mapToObj(c -> {
                    Plane plane = new Plane(40, 36);
                    for (int i = 0; i < plane.samples().length; i++) {
                        plane.samples()[i] = (short) (random.nextInt(256) * 257);
                    }
                    return plane;
                })
                .toList();
        return PictureWriters.encode(new Picture(planes, null, 8), PictureFormat.PNG, 90);
    }
}
