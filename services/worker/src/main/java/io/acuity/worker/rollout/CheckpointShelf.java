package io.acuity.worker.rollout;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.UnknownModelException;
import io.acuity.checkpoints.bundle.BundleArchive;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.events.CheckpointEvent;
import io.acuity.streaming.blob.BlobCorruptException;
import io.acuity.streaming.blob.BlobStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The checkpoints that events have named, fetched from the store. Safe for use by several threads. */
final class CheckpointShelf {
    private final BlobStore store;
    private final Duration patience;
    /** By checkpoint id; completed once its event was seen. */
    private final Map<String, CompletableFuture<CheckpointEvent>> events = new ConcurrentHashMap<>();

    /**
     * An empty shelf.
     *
     * @param patience how long an event may come later than the rollout that names its checkpoint: they travel on two topics
     */
    CheckpointShelf(BlobStore store, Duration patience) {
        this.store = store;
        this.patience = patience;
    }

    /** Notes a checkpoint, or forgets it when {@code event} is null. */
    void told(String checkpoint, @Nullable CheckpointEvent event) {
        if (event == null) {
            events.remove(checkpoint);
            return;
        }
        events.compute(checkpoint, (id, known) -> {
            if (known != null && known.complete(event)) {
                return known;
            }
            return CompletableFuture.completedFuture(event);
        });
    }

    /**
     * Fetches a checkpoint, verifies and parses it; blocks.
     *
     * @throws UnknownModelException if no event named it
     * @throws CorruptCheckpointException if it is not what its event promised, damaged, or a weight is not finite
     * @throws io.acuity.streaming.blob.BlobException if it is not in the store, or the store does not answer
     */
    ModelBundle fetch(String checkpoint) throws InterruptedException {
        CheckpointEvent event = event(checkpoint);
        String source = "the checkpoint " + checkpoint;
        ModelBundle bundle = BundleArchive.decode(bytes(event, source), source);
        if (!bundle.sha256().equals(event.getSha256()) || !bundle.checkpointId().equals(checkpoint)) {
            throw new CorruptCheckpointException("The bundle of " + source + " holds " + bundle.checkpointId()
                    + " with weights of SHA-256 " + bundle.sha256() + ", where its event promised " + event.getSha256()
                    + "; publish the checkpoint again.");
        }
        return bundle;
    }

    private byte[] bytes(CheckpointEvent event, String source) {
        try {
            return store.read(event.getBundle());
        } catch (BlobCorruptException e) {
            throw new CorruptCheckpointException(
                    "The bundle of " + source + " in the store is not the one its event names by SHA-256 "
                            + event.getBundle().getSha256() + "; publish the checkpoint again.",
                    e);
        }
    }

    private CheckpointEvent event(String checkpoint) throws InterruptedException {
        CompletableFuture<CheckpointEvent> event = events.computeIfAbsent(checkpoint, id -> new CompletableFuture<>());
        try {
            return event.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new UnknownModelException("There is no checkpoint " + checkpoint
                    + " on the topic of checkpoints; publish it before it is rolled out.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("The event of a checkpoint is never a failure.", e);
        }
    }
}
