package io.acuity.networks.dino;

import ai.djl.Device;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.weights.WeightedProgram;
import java.util.List;
import java.util.Map;

/** A {@link ResNet50} on the CPU. Owned by the device thread. */
public final class ResNet50Features implements AutoCloseable {
    private final WeightedProgram program;

    private ResNet50Features(WeightedProgram program) {
        this.program = program;
    }

    /**
     * Compiles the program and makes arrays of the weights.
     *
     * @param checkpoint the tensors of {@link ResNet50#program}'s parameters, nothing beside them
     * @throws CorruptCheckpointException counting missing, unexpected and mis-shaped tensors and naming the first of each
     */
    public static ResNet50Features load(Map<String, Tensor> checkpoint) {
        return new ResNet50Features(
                WeightedProgram.load(ResNet50.program(), checkpoint, ScalarType.FLOAT32, Device.cpu()));
    }

    /** Runs the network on one image {@code [3, H, W]}, normalised. */
    public StageOutputs compute(FloatImage image) {
        return program.runAll(
                scope -> List.of(WeightedProgram.image(scope, image)),
                results -> new StageOutputs(
                        results.get(0).toFloatArray(),
                        results.stream().skip(1).map(WeightedProgram::image).toList()));
    }

    @Override
    public void close() {
        program.close();
    }
}
