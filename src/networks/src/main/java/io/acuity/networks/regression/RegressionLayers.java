package io.acuity.networks.regression;

import io.acuity.networks.graph.Elements;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Resizing;
import io.acuity.networks.graph.Value;

/** The layers that regression networks share, appended to one graph. */
final class RegressionLayers {
    /** Of the leaky ReLUs in all of them. */
    private static final double SLOPE = 0.05;

    private static final int POOL_STRIDE = 3;

    /** Side of the window of enhanced spatial attention's pool. */
    private static final int POOL = 7;
    /**
     * The shortest side that enhanced spatial attention can take: a 3×3 convolution of stride 2 without padding leaves the
     * pool its window.
     */
    static final int ATTENTION_SIDE = 2 * POOL + 1;

    private final Graph graph;
    private final Elements elements;

    RegressionLayers(Graph graph) {
        this.graph = graph;
        this.elements = new Elements(graph);
    }

    /**
     * What goes into the first layer: fp32 images in [-1, 1] brought to {@code range}·[0, 1], in the type of the graph.
     */
    Value toRange(Value image, double range) {
        Value values = graph.scale(graph.plus(image, 1), range / 2);
        return graph.channelsLast(graph.toComputeType(values));
    }

    /** The way back. */
    Value fromRange(Value values, double range) {
        return graph.contiguous(graph.plus(graph.scale(graph.toFloat32(values), 2 / range), -1));
    }

    /** A convolution that keeps the size: 3×3 with zero padding, or 1×1. */
    Value conv(String name, Value x, Sizes sizes) {
        return conv(name, x, sizes, sizes.kernel / 2, 1);
    }

    private Value conv(String name, Value x, Sizes sizes, int padding, int stride) {
        Value weight = graph.parameter(name + ".weight", sizes.out, sizes.in, sizes.kernel, sizes.kernel);
        return graph.conv2d(x, weight, graph.parameter(name + ".bias", sizes.out), stride, padding);
    }

    /** A convolution's channels and the side of its window. */
    record Sizes(int in, int out, int kernel) {
        static Sizes of3(int in, int out) {
            return new Sizes(in, out, 3);
        }

        static Sizes of1(int in, int out) {
            return new Sizes(in, out, 1);
        }
    }

    Value leakyRelu(Value x) {
        return graph.leakyRelu(x, SLOPE);
    }

    /** From features to the image, r times larger. */
    Value shuffled(Value features, int width, int scale) {
        Sizes sizes = Sizes.of3(width, RegressionNetwork.COLOURS * scale * scale);
        return graph.pixelShuffle(conv("upsampler.0", features, sizes), scale);
    }

    /**
     * Enhanced spatial attention: features times a gate from a coarse view of them, a sixth of their size, stretched back
     * over the map. The stretch depends on the size of the map, so that a tile has another gate than the image at the same
     * place.
     *
     * @param inner channels of the gate's branch
     * @param thrice whether the coarse view goes through three convolutions, as RFDN's does, or one
     */
    Value attention(String name, Value x, int channels, int inner, boolean thrice) {
        Sizes same = Sizes.of3(inner, inner);
        Value narrow = conv(name + ".conv1", x, Sizes.of1(channels, inner));
        Value coarse = graph.maxPool2d(conv(name + ".conv2", narrow, same, 0, 2), POOL, POOL_STRIDE, 0);
        if (thrice) {
            coarse = graph.relu(conv(name + ".conv_max", coarse, same));
            coarse = graph.relu(conv(name + ".conv3", coarse, same));
            coarse = conv(name + ".conv3_", coarse, same);
        } else {
            coarse = conv(name + ".conv3", coarse, same);
        }
        Value stretched = new Resizing(graph).bilinear(coarse, x);
        Value detail = conv(name + ".conv_f", narrow, Sizes.of1(inner, inner));
        Value gate = conv(name + ".conv4", graph.add(stretched, detail), Sizes.of1(inner, channels));
        return graph.mul(x, elements.sigmoid(gate));
    }
}
