package io.acuity.networks.perceptual;

import ai.djl.Device;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.weights.WeightedProgram;
import java.util.List;
import java.util.Map;

/** LPIPS on the CPU. Owned by the device thread; each call's tensors live in a scope of their own that ends with the call. */
public final class PerceptualDistance implements AutoCloseable {
    private final PerceptualNet net;
    private final WeightedProgram program;

    private PerceptualDistance(PerceptualNet net, WeightedProgram program) {
        this.net = net;
        this.program = program;
    }

    /**
     * Compiles the program and makes arrays of the weights.
     *
     * @param weights what {@link PerceptualWeights#of} gives
     * @throws CorruptCheckpointException counting missing, unexpected and mis-shaped tensors and naming the first of each
     */
    public static PerceptualDistance load(PerceptualNet net, Map<String, Tensor> weights) {
        return new PerceptualDistance(
                net, WeightedProgram.load(net.program(), weights, ScalarType.FLOAT32, Device.cpu()));
    }

    /**
     * The distance at each tap; their sum is LPIPS, 0 for equal images.
     *
     * @param a {@code [3, H, W]}, red, green, blue in [−1, 1]
     * @param b of the same shape
     * @throws IllegalArgumentException if the shapes differ or a side is below {@link PerceptualNet#smallestSide}
     */
    public double[] taps(FloatImage a, FloatImage b) {
        require(a, b);
        return program.runAll(
                scope -> List.of(WeightedProgram.image(scope, a), WeightedProgram.image(scope, b)),
                results -> results.stream()
                        .mapToDouble(tap -> tap.toFloatArray()[0])
                        .toArray());
    }

    private void require(FloatImage a, FloatImage b) {
        if (a.channels() != 3 || b.channels() != 3 || a.width() != b.width() || a.height() != b.height()) {
            throw new IllegalArgumentException("LPIPS compares colour images of one size, not [" + a.channels() + ", "
                    + a.height() + ", " + a.width() + "] and [" + b.channels() + ", " + b.height() + ", " + b.width()
                    + "].");
        }
        if (Math.min(a.width(), a.height()) < net.smallestSide()) {
            throw new IllegalArgumentException("LPIPS with " + net.id() + " needs images of at least "
                    + net.smallestSide() + "×" + net.smallestSide() + " pixels, not " + a.width() + "×" + a.height()
                    + ".");
        }
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
