package io.acuity.streaming.checkpoint;

import io.acuity.events.BlobReference;
import io.acuity.events.CheckpointEvent;
import io.acuity.streaming.EventSink;
import io.acuity.streaming.blob.BlobArea;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStoreUnavailableException;
import io.acuity.streaming.blob.BlobUpload;
import io.acuity.streaming.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Publishes checkpoints: the files first, into {@link BlobArea#CHECKPOINTS}, which no collector touches, then the event that
 * mentions them. A crash or a full disk in between leaves no event, so every event names files that are there. Safe for any
 * number of threads.
 */
public final class CheckpointPublisher {

    private static final String BUNDLE_TYPE = "application/zip";
    private static final String STATE_TYPE = "application/octet-stream";

    private final BlobStore store;
    private final EventSink events;
    private final Clock clock;

    /**
     * A publisher; store and events stay the caller's to close.
     *
     * @param store where the files go; the workers' store too
     * @param events the way to the topic
     * @param clock when checkpoints are published
     */
    public CheckpointPublisher(BlobStore store, EventSink events, Clock clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Stores the files, then publishes the event. Blocks while the files are stored.
     *
     * @param draft the checkpoint
     * @return the event, when the broker has it; fails as the sink fails
     * @throws BlobStoreUnavailableException when the store cannot be written; earlier checkpoints are as they were
     */
    public CompletableFuture<CheckpointEvent> publish(CheckpointDraft draft) {
        BlobReference bundle = put(draft.bundle());
        Path stateFile = draft.state();
        BlobReference state = stateFile == null ? null : put(stateFile);
        CheckpointEvent event = event(draft, bundle, state);
        return events.publish(Topic.CHECKPOINTS, event.getCheckpointId(), event).thenApply(stored -> event);
    }

    private CheckpointEvent event(CheckpointDraft draft, BlobReference bundle, @Nullable BlobReference state) {
        CheckpointDraft.Identity identity = draft.identity();
        CheckpointDraft.Origin origin = draft.origin();
        return CheckpointEvent.newBuilder()
                .setCheckpointId(identity.checkpointId())
                .setModel(identity.model())
                .setScale(identity.scale())
                .setSystem(identity.system())
                .setSha256(identity.sha256())
                .setBundle(bundle)
                .setState(state)
                .setMetrics(origin.metrics())
                .setParent(origin.parent())
                .setRunId(origin.runId())
                .setStep(origin.step())
                .setSeed(origin.seed())
                .setDatasetOffsets(origin.datasetOffsets())
                .setCodeVersion(origin.codeVersion())
                .setCreatedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .build();
    }

    private BlobReference put(byte[] bytes) {
        try (BlobUpload upload = store.upload(BlobArea.CHECKPOINTS, BUNDLE_TYPE)) {
            upload.write(bytes);
            return upload.commit();
        }
    }

    private BlobReference put(Path file) {
        try (BlobUpload upload = store.upload(BlobArea.CHECKPOINTS, STATE_TYPE)) {
            Files.copy(file, upload);
            return upload.commit();
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " could not be stored; check disk and store.", e);
        }
    }
}
