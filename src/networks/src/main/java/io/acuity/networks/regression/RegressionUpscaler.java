package io.acuity.networks.regression;

import ai.djl.Device;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.frame.FramePadding;
import io.acuity.diffusion.frame.OnePassNetwork;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.weights.WeightedProgram;
import java.util.List;
import java.util.Map;

/** A {@link RegressionNetwork} on the CPU. Owned by the device thread; a call's tensors end with it. */
public final class RegressionUpscaler implements OnePassNetwork {
    private final RegressionNetwork network;
    private final WeightedProgram program;

    private RegressionUpscaler(RegressionNetwork network, WeightedProgram program) {
        this.network = network;
        this.program = program;
    }

    /**
     * Compiles the program for {@code type} and puts the weights on the device, cast once.
     *
     * @param checkpoint the tensors of {@link RegressionNetwork#parameters}, nothing beside them
     * @throws io.acuity.checkpoints.CorruptCheckpointException if the checkpoint does not fit
     */
    public static RegressionUpscaler load(RegressionNetwork network, Map<String, Tensor> checkpoint, ScalarType type) {
        return new RegressionUpscaler(
                network, WeightedProgram.load(network.inference(type), checkpoint, type, Device.cpu()));
    }

    @Override
    public int scale() {
        return network.scale();
    }

    @Override
    public FramePadding padding() {
        return new FramePadding(1, network.leastSide());
    }

    @Override
    public FloatImage enlarge(FloatImage lowRes) {
        int least = network.leastSide();
        if (lowRes.height() < least || lowRes.width() < least) {
            throw new IllegalArgumentException("This network takes images of at least " + least + "×" + least
                    + " pixels, not " + lowRes.width() + "×" + lowRes.height() + "; pad the image.");
        }
        return program.run(scope -> List.of(WeightedProgram.image(scope, lowRes)));
    }

    @Override
    public long bytesPerPixel() {
        return (long) Float.BYTES * network.liveValues();
    }

    /** Arrays alive outside of calls: the weights. A number that grows from call to call is a leak. */
    public int liveArrays() {
        return program.liveArrays();
    }

    @Override
    public void close() {
        program.close();
    }
}
