package io.acuity.networks.resshift;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;

/** The elementary layers of the network, each with its parameters under the given name. */
record Layers(Graph graph) {
    private static final int GROUPS = 32;
    private static final double EPSILON = 1e-5;

    Value conv(String name, Value x, int in, int out) {
        return graph.conv2d(x, weight(name, out, in, 3, 3), bias(name, out), 1, 1);
    }

    Value halvingConv(String name, Value x, int in, int out) {
        return graph.conv2d(x, weight(name, out, in, 3, 3), bias(name, out), 2, 1);
    }

    Value pointwise(String name, Value x, int in, int out) {
        return graph.conv2d(x, weight(name, out, in, 1, 1), bias(name, out), 1, 0);
    }

    Value linear(String name, Value x, int in, int out) {
        return graph.linear(x, weight(name, out, in), bias(name, out));
    }

    Value groupNorm(String name, Value x, int channels) {
        return graph.groupNorm(x, GROUPS, weight(name, channels), bias(name, channels), EPSILON);
    }

    private Value weight(String name, long... shape) {
        return graph.parameter(name + ".weight", shape);
    }

    private Value bias(String name, long size) {
        return graph.parameter(name + ".bias", size);
    }
}
