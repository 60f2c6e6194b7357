package io.acuity.trainer.checkpoint;

import io.acuity.checkpoints.Sha256;
import io.acuity.checkpoints.bundle.BundleArchive;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.events.BlobReference;
import io.acuity.events.CheckpointEvent;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.checkpoint.CheckpointDraft;
import io.acuity.streaming.checkpoint.CheckpointPublisher;
import io.acuity.streaming.checkpoint.CheckpointTopic;
import io.acuity.trainer.TrainerSettings;
import io.acuity.training.loop.Snapshot;
import io.acuity.training.loop.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Publishes the checkpoints of a run, and finds what the run goes on from. Used by the training thread. */
public final class CheckpointDesk {
    private final TrainerSettings settings;
    private final BlobStore store;
    private final CheckpointPublisher publisher;
    private final Path snapshotFile;

    /** A desk over a store and a publisher that stay the caller's. */
    public CheckpointDesk(TrainerSettings settings, BlobStore store, CheckpointPublisher publisher) {
        this.settings = settings;
        this.store = store;
        this.publisher = publisher;
        this.snapshotFile = settings.folder().resolve("state.safetensors");
    }

    /** Where the loop keeps its state between checkpoints. */
    public Path snapshotFile() {
        return snapshotFile;
    }

    /** The last checkpoint of the run on the topic; null when there is none. */
    public @Nullable CheckpointEvent last(KafkaSettings kafka) {
        return CheckpointTopic.read(kafka).stream()
                .filter(event -> settings.run().id().equals(event.getRunId()))
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    /**
     * The latest state of the run: that of its last checkpoint, or the one kept in the folder when that is further.
     *
     * @param last the last checkpoint on the topic
     * @return null when the run has not begun
     * @throws io.acuity.streaming.blob.BlobException when the state of the last checkpoint cannot be read
     */
    public @Nullable TrainingState latest(@Nullable CheckpointEvent last) throws IOException {
        TrainingState kept = Files.exists(snapshotFile) ? new Snapshot(snapshotFile).read() : null;
        if (kept != null && !RunNotes.belongs(kept, settings.run().id())) {
            kept = null;
        }
        BlobReference saved = last == null ? null : last.getState();
        if (last == null || saved == null || (kept != null && kept.step() >= last.getStep())) {
            return kept;
        }
        return new TrainingState(Safetensors.parse(store.read(saved), "the state of " + last.getCheckpointId()));
    }

    /** A bundle of weights. */
    public ModelBundle bundle(Safetensors weights, Describer describer) {
        long parameters = weights.tensors().values().stream()
                .mapToLong(tensor ->
                        tensor.shape().stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact))
                .sum();
        ModelDescription.Weights identity = new ModelDescription.Weights(Sha256.of(weights.encode()), parameters);
        return new ModelBundle(describer.describe(settings.run().model(), identity), weights);
    }

    /** Writes a model.json. */
    @FunctionalInterface
    public interface Describer {
        /** The description of a model with some weights. */
        ModelDescription describe(String model, ModelDescription.Weights weights);
    }

    /**
     * Stores a checkpoint and publishes its event.
     *
     * @param state with the notes of the run
     * @param parent the checkpoint before
     * @throws IOException if the state cannot be put into a file; nothing was published then
     * @throws io.acuity.streaming.blob.BlobStoreUnavailableException when the store cannot be written; earlier checkpoints
     *     are as they were
     */
    public CheckpointEvent publish(ModelBundle bundle, TrainingState state, @Nullable String parent)
            throws IOException {
        Snapshot file = new Snapshot(snapshotFile);
        file.keep(state);
        Map<String, Long> offsets = new LinkedHashMap<>();
        RunNotes.of(state).offsets().next().forEach((partition, next) -> offsets.put(partition.toString(), next));
        ModelDescription description = bundle.description();
        CheckpointDraft draft = new CheckpointDraft(
                new CheckpointDraft.Identity(
                        bundle.checkpointId(),
                        description.name(),
                        description.scale(),
                        description.system(),
                        bundle.sha256()),
                BundleArchive.encode(bundle),
                file.file(),
                new CheckpointDraft.Origin(
                        settings.run().id(),
                        state.step(),
                        settings.training().seed(),
                        parent,
                        offsets,
                        description.metrics() == null ? Map.of() : description.metrics(),
                        settings.run().codeVersion()));
        try {
            return publisher.publish(draft).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
