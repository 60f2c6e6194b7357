package io.acuity.networks.dino;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.graph.Value;
import io.acuity.networks.program.Program;
import java.util.ArrayList;
import java.util.List;

/**
 * The ResNet-50 backbone (He et al. 2016) with the stride in the 3×3 convolution, as torchvision and DINO publish it,
 * without classifier. Parameter names are those of the published checkpoints; batch norms use recorded statistics.
 */
public final class ResNet50 {
    /** Channels of the features. */
    public static final int FEATURES = 2048;

    static final double EPSILON = 1e-5;
    static final int STEM = 64;
    static final int EXPANSION = 4;
    static final List<Integer> BLOCKS = List.of(3, 4, 6, 3);

    private final Graph graph = Graph.of(ScalarType.FLOAT32);

    private ResNet50() {}

    /**
     * The program: input {@code image [N, 3, H, W]}, normalised; results the features {@code [N, 2048]} and the outputs
     * of layer1 to layer4, {@code [N, 256·2^i, H/4·2^i, W/4·2^i]}.
     */
    public static Program program() {
        return new ResNet50().build();
    }

    private Program build() {
        Value image = graph.input("image");
        Value x = graph.relu(norm("bn1", conv("conv1", image, new Kernel(3, STEM, 7, 2)), STEM));
        x = graph.maxPool2d(x, 3, 2, 1);
        List<Value> results = new ArrayList<>();
        int channels = STEM;
        for (int stage = 0; stage < BLOCKS.size(); stage++) {
            int inner = STEM << stage;
            for (int block = 0; block < BLOCKS.get(stage); block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                x = bottleneck("layer" + (stage + 1) + "." + block, x, channels, inner, stride);
                channels = inner * EXPANSION;
            }
            results.add(graph.contiguous(x));
        }
        results.add(0, graph.meanOverPixels(x));
        return graph.returnsList(results);
    }

    private Value bottleneck(String name, Value x, int in, int inner, int stride) {
        int out = inner * EXPANSION;
        Value h = conv(name + ".conv1", x, new Kernel(in, inner, 1, 1));
        h = graph.relu(norm(name + ".bn1", h, inner));
        h = conv(name + ".conv2", h, new Kernel(inner, inner, 3, stride));
        h = graph.relu(norm(name + ".bn2", h, inner));
        h = norm(name + ".bn3", conv(name + ".conv3", h, new Kernel(inner, out, 1, 1)), out);
        Value skip = in == out
                ? x
                : norm(name + ".downsample.1", conv(name + ".downsample.0", x, new Kernel(in, out, 1, stride)), out);
        return graph.relu(graph.add(h, skip));
    }

    private Value conv(String name, Value x, Kernel kernel) {
        Value weight = graph.parameter(name + ".weight", kernel.out, kernel.in, kernel.side, kernel.side);
        return graph.conv2d(x, weight, kernel.stride, kernel.side / 2);
    }

    private Value norm(String name, Value x, int channels) {
        Value weight = graph.parameter(name + ".weight", channels);
        Value bias = graph.parameter(name + ".bias", channels);
        Graph.Moments recorded = new Graph.Moments(
                graph.parameter(name + ".running_mean", channels), graph.parameter(name + ".running_var", channels));
        return graph.batchNorm(x, weight, bias, recorded, EPSILON);
    }

    private record Kernel(int in, int out, int side, int stride) {}
}
