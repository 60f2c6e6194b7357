package io.acuity.networks.vqgan;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;

/** The layers of encoder and decoder, each with its parameters under the given name. */
record VqLayers(Graph graph) {
    static final int GROUPS = 32;

    private static final double EPSILON = 1e-6;

    Value conv(String name, Value x, int in, int out) {
        return graph.conv2d(x, weight(name, out, in, 3, 3), bias(name, out), 1, 1);
    }

    Value pointwise(String name, Value x, int in, int out) {
        return graph.conv2d(x, weight(name, out, in, 1, 1), bias(name, out), 1, 0);
    }

    private Value activated(String name, Value x, int channels) {
        return graph.silu(norm(name, x, channels));
    }

    private Value norm(String name, Value x, int channels) {
        return graph.groupNorm(x, GROUPS, weight(name, channels), bias(name, channels), EPSILON);
    }

    /** A residual block. */
    Value block(String name, Value x, int in, int out) {
        Value h = conv(name + ".conv1", activated(name + ".norm1", x, in), in, out);
        h = conv(name + ".conv2", activated(name + ".norm2", h, out), out, out);
        return graph.add(in == out ? x : pointwise(name + ".nin_shortcut", x, in, out), h);
    }

    /** The last normalisation, activation and convolution of either half. */
    Value end(String half, Value x, int in, int out) {
        return conv(half + ".conv_out", activated(half + ".norm_out", x, in), in, out);
    }

    /** Two residual blocks around attention over the whole map. */
    Value middle(String half, Value x, int channels) {
        Value h = block(half + ".mid.block_1", x, channels, channels);
        h = attention(half + ".mid.attn_1", h, channels);
        return block(half + ".mid.block_2", h, channels, channels);
    }

    /** Attention of every pixel to every other, with one head; added to the maps as they came. */
    Value attention(String name, Value x, int channels) {
        Value h = norm(name + ".norm", x, channels);
        Value[] parts = new Value[3];
        String[] names = {".q", ".k", ".v"};
        for (int i = 0; i < parts.length; i++) {
            Value maps = pointwise(name + names[i], h, channels, channels);
            Value tokens = graph.reshape(graph.permute(maps, 0, 2, 3, 1), graph.size(x, 0), 1, -1, channels);
            parts[i] = graph.contiguous(tokens);
        }
        Value attended = graph.attention(parts[0], parts[1], parts[2]);
        Value maps = graph.reshape(attended, graph.size(x, 0), graph.size(x, 2), graph.size(x, 3), channels);
        maps = graph.channelsLast(graph.permute(maps, 0, 3, 1, 2));
        return graph.add(x, pointwise(name + ".proj_out", maps, channels, channels));
    }

    /** Halves maps: a convolution that reaches over the right and bottom edge only, or means. */
    Value halve(String name, Value x, int channels, boolean learned) {
        if (!learned) {
            return graph.averagePool2d(x, 2);
        }
        String conv = name + ".downsample.conv";
        Value padded = graph.padZeros(x, 0, 1, 0, 1);
        return graph.conv2d(padded, weight(conv, channels, channels, 3, 3), bias(conv, channels), 2, 0);
    }

    /** Doubles maps. */
    Value twice(String name, Value x, int channels, boolean learned) {
        Value larger = graph.upsampleNearest(x, 2);
        return learned ? conv(name + ".upsample.conv", larger, channels, channels) : larger;
    }

    private Value weight(String name, long... shape) {
        return graph.parameter(name + ".weight", shape);
    }

    private Value bias(String name, long size) {
        return graph.parameter(name + ".bias", size);
    }
}
