package io.acuity.networks.resshift;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.frame.FrameNetwork;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.weights.WeightedProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A {@link SwinUNet} on a device. */
public final class SwinDenoiser implements FrameNetwork {
    private final SwinUNet network;
    private final WeightedProgram program;

    private SwinDenoiser(SwinUNet network, WeightedProgram program) {
        this.network = network;
        this.program = program;
    }

    /**
     * Compiles the network and puts its weights on the CPU.
     *
     * @param tensors the checkpoint under its published names; constants in it are left aside
     * @throws io.acuity.checkpoints.CorruptCheckpointException if the checkpoint does not fit
     */
    public static SwinDenoiser load(SwinUNet network, Map<String, Tensor> tensors, ScalarType type) {
        Map<String, Tensor> learned = new TreeMap<>(tensors);
        learned.keySet().removeIf(SwinUNet::isConstant);
        return new SwinDenoiser(network, WeightedProgram.load(network.inference(type), learned, type, Device.cpu()));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the sides of the state are no multiples of {@link SwinUNet#multiple}, or those
     *     of the LR image no {@link SwinUNet#conditionFactor} times as large
     */
    @Override
    public FloatImage predict(FloatImage state, FloatImage lowRes, int index) {
        int multiple = network.multiple();
        int factor = network.conditionFactor();
        if (state.height() % multiple != 0
                || state.width() % multiple != 0
                || lowRes.height() != factor * state.height()
                || lowRes.width() != factor * state.width()) {
            throw new IllegalArgumentException(
                    "A Swin U-Net for latents with sides that are multiples of " + multiple + " cannot take "
                            + state.width() + "×" + state.height() + " with an LR image of " + lowRes.width() + "×"
                            + lowRes.height() + "; pad the image.");
        }
        return program.run(scope -> inputs(scope, state, lowRes, index));
    }

    private List<NDArray> inputs(NDManager scope, FloatImage state, FloatImage lowRes, int index) {
        List<NDArray> inputs = new ArrayList<>();
        inputs.add(WeightedProgram.image(scope, state));
        inputs.add(WeightedProgram.image(scope, lowRes));
        float[] step = StepEmbedding.of(new long[] {index}, network.modelChannels());
        inputs.add(scope.create(step, new Shape(1, network.modelChannels())));
        for (int size : network.sizesWithAttention()) {
            Window window = network.window(size);
            inputs.add(scope.create(window.relativePositions()));
            if (window.shift() > 0) {
                int rows = state.height() / network.reduction(size) / window.side();
                inputs.add(scope.create(window.separations(rows), new Shape(rows, window.tokens(), window.tokens())));
            }
        }
        return inputs;
    }

    /** Arrays alive outside of calls: the weights. */
    public int liveArrays() {
        return program.liveArrays();
    }

    /** {@inheritDoc} At full size it holds about 24 maps of its width. */
    @Override
    public long bytesPerPixel() {
        return 24L * Float.BYTES * network.modelChannels();
    }

    @Override
    public void close() {
        program.close();
    }
}
