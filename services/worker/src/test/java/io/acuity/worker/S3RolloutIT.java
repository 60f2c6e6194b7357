package io.acuity.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.checkpoints.bundle.BundleArchive;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.events.AckState;
import io.acuity.events.BlobReference;
import io.acuity.events.CheckpointEvent;
import io.acuity.events.FailureCode;
import io.acuity.events.Operation;
import io.acuity.events.Outcome;
import io.acuity.events.Recipe;
import io.acuity.events.RolloutAck;
import io.acuity.events.RolloutDecision;
import io.acuity.events.RolloutEvent;
import io.acuity.events.UpscaleRequest;
import io.acuity.events.UpscaleResult;
import io.acuity.fixtures.KafkaNode;
import io.acuity.fixtures.S3Server;
import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.imaging.encode.PictureWriters;
import io.acuity.networks.Precision;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.blob.Payloads;
import io.acuity.streaming.broker.BrokerSettings;
import io.acuity.streaming.broker.EmbeddedBroker;
import io.acuity.streaming.checkpoint.CheckpointDraft;
import io.acuity.streaming.checkpoint.CheckpointPublisher;
import io.acuity.streaming.topics.Topic;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose blobs lie behind a real HTTP server with S3's API takes its checkpoints, requests and results there. */
class S3RolloutIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int SIDE = 160;

    private static final Map<String, UpscaleResult> RESULTS = new ConcurrentHashMap<>();
    private static final Map<String, RolloutAck> ACKS = new ConcurrentHashMap<>();

    @TempDir
    static Path folder;

    private static S3Server server;
    private static KafkaNode broker;
    private static EventPublisher publisher;
    private static BlobStore store;
    private static EventTail<UpscaleResult> results;
    private static EventTail<RolloutAck> acks;
    private static WorkerService worker;

    @BeforeAll
    static void start() throws IOException {
        server = S3Server.start(folder.resolve("s3"));
        URI blobs = server.blobs();
        broker = KafkaNode.start(
                BrokerSettings.common(),
                () -> EmbeddedBroker.start(folder.resolve("broker"), 0),
                EmbeddedBroker::bootstrap);
        KafkaSettings kafka = KafkaSettings.of(broker.bootstrap());
        TopicAdmin.ensure(kafka);
        publisher = EventPublisher.open(kafka);
        store = BlobStores.open(blobs);
        results = EventTail.open(kafka, Topic.RESULTS, new TailStart.Beginning(), RESULTS::put);
        acks = EventTail.open(kafka, Topic.ROLLOUT_ACKS, new TailStart.Beginning(), ACKS::put);
        SmallShiftBundles.of(1).write(folder.resolve("model"));
        worker = WorkerService.start(WorkerSettings.of(kafka, blobs, "w1")
                .withModels(List.of(folder.resolve("model").toString()), Precision.FP32));
    }

    @AfterAll
    static void stop() {
        worker.close();
        acks.close();
        results.close();
        store.close();
        publisher.close();
        broker.close();
        server.close();
    }

    @Test
    void aCheckpointPublishedIntoAnS3StoreIsFetchedAndServes() {
        // given
        CheckpointEvent published = publish(SmallShiftBundles.of(2));
        assertThat(published.getBundle().getUri()).startsWith("s3://acuity/blobs/");

        // when
        RolloutAck ack = promote(1, published.getCheckpointId());
        UpscaleResult result = upscale("job");

        // then
        assertThat(ack.getState()).isEqualTo(AckState.READY);
        assertThat(ack.getStable()).isEqualTo(published.getCheckpointId());
        assertThat(result.getOutcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.getCheckpoint()).isEqualTo(published.getCheckpointId());
        assertThat(result.getCheckpointSha256()).isEqualTo(published.getSha256());
        // The result is too large for its event, so it lies there as well.
        assertThat(((BlobReference) result.getOutput()).getUri()).startsWith("s3://acuity/blobs/");
        Picture picture =
                new PictureDecoder(DecodeLimits.defaults()).decode(new Payloads(store).read(result.getOutput()));
        assertThat(picture.width()).isEqualTo(4 * SIDE);
    }

    @Test
    void aCheckpointThatIsNotInTheS3StoreIsRefused() {
        // given: an event of a bundle that was never stored
        ModelBundle bundle = SmallShiftBundles.of(3);
        CheckpointEvent event = CheckpointEvent.newBuilder(publish(SmallShiftBundles.of(4)))
                .setCheckpointId(bundle.checkpointId())
                .setSha256(bundle.sha256())
                .build();
        String other = "0123456789abcdef".repeat(4);
        BlobReference there = event.getBundle();
        event.setBundle(new BlobReference(
                there.getUri().replace(there.getSha256(), other), other, there.getSize(), there.getMediaType()));
        publisher.publish(Topic.CHECKPOINTS, event.getCheckpointId(), event).join();

        // when
        RolloutAck ack = promote(2, bundle.checkpointId());

        // then
        assertThat(ack.getState()).isEqualTo(AckState.REFUSED);
        assertThat(ack.getFailure().getCode()).isEqualTo(FailureCode.PAYLOAD_MISSING);
    }

    private static CheckpointEvent publish(ModelBundle bundle) {
        CheckpointDraft.Identity identity = new CheckpointDraft.Identity(
                bundle.checkpointId(), SmallShiftBundles.NAME, 4, "residual-shift", bundle.sha256());
        return new CheckpointPublisher(store, publisher, Clock.systemUTC())
                .publish(new CheckpointDraft(
                        identity,
                        BundleArchive.encode(bundle),
                        null,
                        CheckpointDraft.Origin.byHand(Map.of(), "a test")))
                .join();
    }

    /** Publishes what serves from now on and waits until the worker has acknowledged it. */
    private static RolloutAck promote(long revision, @Nullable String stable) {
        RolloutEvent event = RolloutEvent.newBuilder()
                .setModel(SmallShiftBundles.NAME)
                .setRevision(revision)
                .setDecision(RolloutDecision.PROMOTED)
                .setStable(stable)
                .setShare(0)
                .setReason("A test.")
                .setAt(Instant.now())
                .build();
        publisher.publish(Topic.ROLLOUTS, SmallShiftBundles.NAME, event).join();
        String key = "w1/" + SmallShiftBundles.NAME;
        await().atMost(SOON)
                .until(() -> ACKS.containsKey(key)
                        && Objects.requireNonNull(ACKS.get(key)).getRevision() == revision);
        return Objects.requireNonNull(ACKS.get(key));
    }

    private static UpscaleResult upscale(String job) {
        UpscaleRequest request = UpscaleRequest.newBuilder()
                .setJobId(job)
                .setOperation(Operation.RESIDUAL_SHIFT)
                .setInput(new Payloads(store).put(noise(), "image/png"))
                .setRecipe(Recipe.newBuilder().setModel(SmallShiftBundles.NAME).build())
                .setSubmittedAt(Instant.now())
                .build();
        publisher.publish(Topic.REQUESTS, job, request).join();
        await().atMost(SOON).until(() -> RESULTS.containsKey(job));
        return Objects.requireNonNull(RESULTS.get(job));
    }

    private static byte[] noise() {
        Random random = new Random(3);
        List<Plane> planes =
                Stream.generate(() -> new Plane(SIDE, SIDE)).limit(3).toList();
        for (Plane plane : planes) {
            for (int i = 0; i < plane.samples().length; i++) {
                plane.samples()[i] = (short) (random.nextInt(256) * 257);
            }
        }
        return PictureWriters.encode(new Picture(planes, null, 8), PictureFormat.PNG, 90);
    }
}
