package io.acuity.checkpoints.weights;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Tensor;
import java.util.Map;

/** Refuses weights that are not numbers: a single one makes every result black. */
public final class FiniteWeights {
    private FiniteWeights() {}

    /**
     * Looks at every weight.
     *
     * @param tensors by name
     * @param source where they came from, for the message
     * @throws CorruptCheckpointException if one is NaN or infinite, naming its tensor
     */
    public static void require(Map<String, Tensor> tensors, String source) {
        tensors.forEach((name, tensor) -> {
            long index = tensor.firstNotFinite();
            if (index >= 0) {
                throw new CorruptCheckpointException("The weights in " + source + " cannot be used: element " + index
                        + " of the tensor " + name + " is not a finite number; the training that made them has diverged"
                        + " or the file was damaged, take another checkpoint.");
            }
        });
    }
}
