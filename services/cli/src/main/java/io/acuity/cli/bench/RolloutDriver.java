package io.acuity.cli.bench;

import io.acuity.checkpoints.bundle.BundleArchive;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.events.AckState;
import io.acuity.events.RolloutAck;
import io.acuity.events.RolloutDecision;
import io.acuity.events.RolloutEvent;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.checkpoint.CheckpointDraft;
import io.acuity.streaming.checkpoint.CheckpointPublisher;
import io.acuity.streaming.topics.Topic;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Publishes checkpoints and rollout events of one model and waits until all workers have acknowledged them. It writes the events
 * itself, without the tracker's deliberation, so that what is measured is the workers' part.
 */
final class RolloutDriver implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final String model;
    private final int workers;
    private final EventPublisher publisher;
    private final BlobStore store;
    private final CheckpointPublisher checkpoints;
    private final EventTail<RolloutAck> acks;
    private final Map<String, RolloutAck> newest = new ConcurrentHashMap<>();
    private long revision;
    private volatile CompletableFuture<Void> acknowledged = new CompletableFuture<>();

    RolloutDriver(String bootstrap, URI blobStore, String model, int workers) {
        KafkaSettings kafka = KafkaSettings.of(bootstrap);
        this.model = model;
        this.workers = workers;
        this.publisher = EventPublisher.open(kafka);
        this.store = BlobStores.open(blobStore);
        this.checkpoints = new CheckpointPublisher(store, publisher, Clock.systemUTC());
        this.acks = EventTail.open(kafka, Topic.ROLLOUT_ACKS, new TailStart.End(), this::acknowledged);
    }

    /** Stores a bundle and tells of it; its checkpoint id. */
    String publish(ModelBundle bundle) {
        CheckpointDraft.Identity identity = new CheckpointDraft.Identity(
                bundle.checkpointId(),
                model,
                bundle.description().scale(),
                bundle.description().system(),
                bundle.sha256());
        return checkpoints
                .publish(new CheckpointDraft(
                        identity,
                        BundleArchive.encode(bundle),
                        null,
                        CheckpointDraft.Origin.byHand(Map.of(), "benchmark")))
                .join()
                .getCheckpointId();
    }

    /**
     * Publishes what serves from now on.
     *
     * @return milliseconds from the event to the last worker's acknowledgement
     * @throws IllegalStateException if a worker refuses
     */
    double rollOut(@Nullable String stable, @Nullable String candidate, double share) {
        revision++;
        CompletableFuture<Void> done = new CompletableFuture<>();
        acknowledged = done;
        RolloutEvent event = RolloutEvent.newBuilder()
                .setModel(model)
                .setRevision(revision)
                .setDecision(candidate == null ? RolloutDecision.PROMOTED : RolloutDecision.STARTED)
                .setStable(stable)
                .setCandidate(candidate)
                .setShare(share)
                .setAutomatic(false)
                .setReason("A benchmark asked for it.")
                .setAt(Instant.now())
                .build();
        long start = System.nanoTime();
        publisher.publish(Topic.ROLLOUTS, model, event).join();
        done.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        return (System.nanoTime() - start) / 1e6;
    }

    private void acknowledged(String key, @Nullable RolloutAck ack) {
        if (ack == null || !ack.getModel().equals(model)) {
            return;
        }
        newest.put(key, ack);
        if (ack.getState() != AckState.READY) {
            acknowledged.completeExceptionally(new IllegalStateException(
                    "A worker refused: " + ack.getFailure().getMessage()));
        }
        long ready = newest.values().stream()
                .filter(one -> one.getRevision() == ack.getRevision())
                .count();
        if (ready == workers) {
            acknowledged.complete(null);
        }
    }

    @Override
    public void close() {
        acks.close();
        publisher.close();
        store.close();
    }
}
