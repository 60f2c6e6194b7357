package io.acuity.networks.dino;

import ai.djl.Device;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.dino.DeviceNetwork.Array;
import java.util.List;
import java.util.Map;

/** A {@link ResNet50} on the CPU. Owned by the device thread. */
public final class ResNet50Features implements AutoCloseable {
    private final DeviceNetwork program;

    private ResNet50Features(DeviceNetwork program) {
        this.program = program;
    }

    /**
     * Compiles the program and makes arrays of the weights.
     *
     * @param checkpoint the tensors of {@link ResNet50#program}'s parameters, nothing beside them
     * @throws CorruptCheckpointException counting missing, unexpected and mis-shaped tensors and naming the first of each
     */
    public static ResNet50Features load(Map<String, Tensor> checkpoint) {
        return new ResNet50Features(DeviceNetwork.load(ResNet50.program(), checkpoint, Device.cpu()));
    }

    /** Runs the network on one image {@code [3, H, W]}, normalised. */
    public StageOutputs compute(FloatImage image) {
        List<Array> results = program.run(List.of(new Array(image.values(), 1, 3, image.height(), image.width())));
        List<FloatImage> stages = results.stream()
                .skip(1)
                .map(stage -> new FloatImage(stage.extent(1), stage.extent(2), stage.extent(3), stage.values()))
                .toList();
        return new StageOutputs(results.get(0).values(), stages);
    }

    @Override
    public void close() {
        program.close();
    }
}
