package io.acuity.networks.srdiff;

import ai.djl.Device;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.weights.WeightedProgram;
import java.util.List;
import java.util.Map;

/**
 * The encoder of an {@link SrDiff} as the super-resolution network it was trained as, which is also what the published
 * comparisons are made with. Owned by the device thread.
 */
public final class RrdbRestorer implements AutoCloseable {
    private final WeightedProgram program;

    private RrdbRestorer(WeightedProgram program) {
        this.program = program;
    }

    /**
     * Compiles the program and puts its weights on the CPU.
     *
     * @param checkpoint weights of the whole network; those of the U-Net are left aside
     * @throws io.acuity.checkpoints.CorruptCheckpointException if the checkpoint does not fit
     */
    public static RrdbRestorer load(SrDiff network, Map<String, Tensor> checkpoint, ScalarType type) {
        return new RrdbRestorer(WeightedProgram.loadPart(network.restoration(type), checkpoint, type, Device.cpu()));
    }

    /**
     * Makes an image larger.
     *
     * @param lowRes {@code [3, h, w]} in [-1, 1]
     * @return {@code [3, scale·h, scale·w]} in [-1, 1]
     */
    public FloatImage restore(FloatImage lowRes) {
        return program.run(scope -> List.of(WeightedProgram.image(scope, lowRes)));
    }

    @Override
    public void close() {
        program.close();
    }
}
