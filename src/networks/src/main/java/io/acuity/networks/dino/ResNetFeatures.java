package io.acuity.networks.dino;

import ai.djl.Device;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.weights.WeightedProgram;
import java.util.List;
import java.util.Map;

/** The features of a {@link ResNet}, on the CPU. Owned by the device thread. */
public final class ResNetFeatures implements AutoCloseable {
    private final WeightedProgram program;

    private ResNetFeatures(WeightedProgram program) {
        this.program = program;
    }

    /**
     * Compiles the program and makes arrays of the weights.
     *
     * @param checkpoint the tensors of {@link ResNet#stages}' parameters, nothing beside them
     * @throws CorruptCheckpointException counting missing, unexpected and mis-shaped tensors and naming the first of each
     */
    public static ResNetFeatures load(ResNet network, Map<String, Tensor> checkpoint) {
        return new ResNetFeatures(WeightedProgram.load(network.stages(), checkpoint, ScalarType.FLOAT32, Device.cpu()));
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
