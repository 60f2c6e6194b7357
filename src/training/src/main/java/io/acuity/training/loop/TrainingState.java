package io.acuity.training.loop;

import io.acuity.checkpoints.safetensors.Safetensors;
import java.util.Map;

/**
 * All that a training run is between two steps: weights, both moments, the moving average, the step, and how often it
 * stepped back. In the order of a file.
 *
 * @param arrays the tensors, and the counters as metadata
 */
public record TrainingState(Safetensors arrays) {
    static final String STEP = "step";
    static final String SETBACKS = "setbacks";

    /** Steps done. */
    public int step() {
        return Integer.parseInt(arrays.metadata().getOrDefault(STEP, "0"));
    }

    /** A note kept with the state; empty when there is none. */
    public String note(String key) {
        return arrays.metadata().getOrDefault(key, "");
    }

    /** The state with notes, such as the samples it was trained on. */
    public TrainingState with(Map<String, String> notes) {
        Map<String, String> all = new java.util.LinkedHashMap<>(arrays.metadata());
        all.putAll(notes);
        return new TrainingState(new Safetensors(arrays.tensors(), all));
    }
}
