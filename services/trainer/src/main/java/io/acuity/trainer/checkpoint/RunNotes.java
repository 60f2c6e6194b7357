package io.acuity.trainer.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.streaming.dataset.DatasetOffsets;
import io.acuity.training.data.SampleManifest;
import io.acuity.training.loop.TrainingState;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a training state needs besides its arrays so that the run goes on as if it had never stopped.
 *
 * @param runId the run it belongs to
 * @param manifest the samples patches are drawn from
 * @param offsets up to where the dataset was read for that
 * @param places where the samples' files lie
 */
public record RunNotes(String runId, SampleManifest manifest, DatasetOffsets offsets, String places) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RUN = "run";
    private static final String MANIFEST = "samples";
    private static final String OFFSETS = "offsets";
    private static final String PLACES = "places";

    /** As notes of a state. */
    public Map<String, String> toMap() {
        try {
            return Map.of(
                    RUN,
                    runId,
                    MANIFEST,
                    manifest.toJson(),
                    OFFSETS,
                    JSON.writeValueAsString(offsets.next()),
                    PLACES,
                    places);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The notes of a training state cannot be written.", e);
        }
    }

    /** Reads them back. */
    public static RunNotes of(TrainingState state) {
        try {
            SortedMap<Integer, Long> next = JSON.readValue(state.note(OFFSETS), new TypeReference<>() {});
            return new RunNotes(
                    state.note(RUN),
                    SampleManifest.parse(state.note(MANIFEST)),
                    new DatasetOffsets(next),
                    state.note(PLACES));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The notes in a saved training state cannot be read.", e);
        }
    }

    /** Whether a state belongs to a run. */
    static boolean belongs(TrainingState state, String runId) {
        return state.note(RUN).equals(runId);
    }
}
