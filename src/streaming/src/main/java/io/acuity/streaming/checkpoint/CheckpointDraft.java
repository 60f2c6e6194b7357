package io.acuity.streaming.checkpoint;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint on its way to the topic.
 *
 * @param identity what it is
 * @param bundle the archive of its bundle
 * @param state what a trainer resumes from; null when there is nothing to resume
 * @param origin where it comes from
 */
public record CheckpointDraft(
        Identity identity, byte[] bundle, @Nullable Path state, Origin origin) {

    /**
     * What a checkpoint is.
     *
     * @param checkpointId model@ and the first twelve hexadecimal digits of {@code sha256}
     * @param model its name
     * @param scale magnification
     * @param system the family, as in model.json
     * @param sha256 hash of its weights file
     */
    public record Identity(String checkpointId, String model, int scale, String system, String sha256) {}

    /**
     * Where a checkpoint comes from.
     *
     * @param runId the training run; null when it was published by hand
     * @param step optimizer steps done in that run
     * @param seed of the run
     * @param parent the checkpoint it was trained on from
     * @param datasetOffsets next offset of each partition of the datasets topic
     * @param metrics measured on the validation split
     * @param codeVersion of the program that made it
     */
    public record Origin(
            @Nullable String runId,
            long step,
            long seed,
            @Nullable String parent,
            Map<String, Long> datasetOffsets,
            Map<String, Double> metrics,
            @Nullable String codeVersion) {
        /** Copies the maps. */
        public Origin {
            datasetOffsets = Map.copyOf(datasetOffsets);
            metrics = Map.copyOf(metrics);
        }

        /** Published by hand. */
        public static Origin byHand(Map<String, Double> metrics, String codeVersion) {
            return new Origin(null, 0, 0, null, Map.of(), metrics, codeVersion);
        }
    }
}
