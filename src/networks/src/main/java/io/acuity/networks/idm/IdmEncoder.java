package io.acuity.networks.idm;

import ai.djl.Device;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.weights.WeightedProgram;
import java.util.List;
import java.util.Map;

/** The encoder of an {@link Idm} alone, to look at what it gives. Owned by the device thread. */
public final class IdmEncoder implements AutoCloseable {
    private final WeightedProgram program;

    private IdmEncoder(WeightedProgram program) {
        this.program = program;
    }

    /**
     * Compiles the program and puts its weights on the CPU.
     *
     * @param checkpoint weights of the whole network; those of the U-Net are left aside
     * @throws io.acuity.checkpoints.CorruptCheckpointException if the checkpoint does not fit
     */
    public static IdmEncoder load(Idm network, Map<String, Tensor> checkpoint, ScalarType type) {
        return new IdmEncoder(WeightedProgram.loadPart(network.encoder(type), checkpoint, type, Device.cpu()));
    }

    /**
     * The condition of an image.
     *
     * @param lowRes {@code [3, h, w]} in [-1, 1]
     * @param like of the size wanted
     * @return {@code [3, H, W]}
     */
    public FloatImage condition(FloatImage lowRes, FloatImage like) {
        return program.run(scope -> List.of(WeightedProgram.image(scope, lowRes), WeightedProgram.image(scope, like)));
    }

    @Override
    public void close() {
        program.close();
    }
}
