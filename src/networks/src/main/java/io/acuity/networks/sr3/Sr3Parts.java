package io.acuity.networks.sr3;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;

/** The layers that blocks are made of, with weights under the names of the published code. */
final class Sr3Parts {
    private static final double NORM_EPSILON = 1e-5;

    private final Graph graph;
    private final int normGroups;

    Sr3Parts(Graph graph, int normGroups) {
        this.graph = graph;
        this.normGroups = normGroups;
    }

    Graph graph() {
        return graph;
    }

    /** Group norm, SiLU, convolution. */
    Value block(String name, Value x, int in, int out) {
        Value h = graph.silu(norm(name + ".block.0", x, in));
        return convolve(name + ".block.3", h, in, out, Kernel.THREE);
    }

    Value norm(String name, Value x, int channels) {
        return graph.groupNorm(
                x,
                normGroups,
                graph.parameter(name + ".weight", channels),
                graph.parameter(name + ".bias", channels),
                NORM_EPSILON);
    }

    Value linear(String name, Value x, int in, int out) {
        return graph.linear(x, graph.parameter(name + ".weight", out, in), graph.parameter(name + ".bias", out));
    }

    Value convolve(String name, Value x, int in, int out, Kernel kernel) {
        Value weight = graph.parameter(name + ".weight", out, in, kernel.side, kernel.side);
        return graph.conv2d(x, weight, graph.parameter(name + ".bias", out), kernel.stride, kernel.side / 2);
    }

    /**
     * The window of a convolution, padded by half its side.
     *
     * @param side odd
     */
    record Kernel(int side, int stride) {
        static final Kernel POINT = new Kernel(1, 1);
        static final Kernel THREE = new Kernel(3, 1);
        static final Kernel HALVING = new Kernel(3, 2);
    }
}
