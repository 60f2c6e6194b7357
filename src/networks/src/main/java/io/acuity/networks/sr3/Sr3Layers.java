package io.acuity.networks.sr3;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes an {@link Sr3UNet} into a graph. Numbers in names count every element of a stage, convolutions, blocks and
 * changes of size alike. Feature maps are channels-last in memory throughout.
 */
final class Sr3Layers {
    private static final double NORM_EPSILON = 1e-5;
    private static final double LONGEST_PERIOD = 10_000;

    private final Graph graph;
    private final Sr3UNet network;

    /** What the way up takes from the way down, with its channel count. */
    private record Skip(Value features, int channels) {}

    Sr3Layers(Graph graph, Sr3UNet network) {
        this.graph = graph;
        this.network = network;
    }

    Value predict(Value x, Value level) {
        Value embedding = embed(level);
        Deque<Skip> skips = new ArrayDeque<>();
        int inner = network.innerChannels();
        Value input = graph.channelsLast(graph.toComputeType(x));
        Value h = convolve("downs.0", input, network.inChannels(), inner, Kernel.THREE);
        skips.push(new Skip(h, inner));
        Skip deepest = down(new Skip(h, inner), skips, embedding);
        int channels = deepest.channels;
        Value middle = residual("mid.0", deepest.features, channels, channels, embedding);
        middle = attend("mid.0.attn", middle, channels);
        middle = residual("mid.1", middle, channels, channels, embedding);
        Value last = up(new Skip(middle, channels), skips, embedding);
        Value prediction =
                block("final_conv", last, inner * network.multipliers().get(0), network.outChannels());
        return graph.contiguous(graph.toFloat32(prediction));
    }

    /** Sines and cosines of the value at frequencies from 1 down, through two linear layers: {@code [N, inner]}. */
    private Value embed(Value level) {
        int inner = network.innerChannels();
        int half = inner / 2;
        Value exponents = graph.scale(graph.range(half, level), -Math.log(LONGEST_PERIOD) / half);
        Value angles = graph.mul(level, graph.exp(exponents));
        Value waves = graph.toComputeType(graph.concat(-1, graph.sin(angles), graph.cos(angles)));
        String name = network.conditioning().embedding();
        Value wide = graph.silu(linear(name + ".1", waves, inner, 4 * inner));
        Value embedding = linear(name + ".3", wide, 4 * inner, inner);
        // The variant told the step has an activation at each block, all of the same value.
        return network.conditioning() == Conditioning.STEP ? graph.silu(embedding) : embedding;
    }

    private Skip down(Skip from, Deque<Skip> skips, Value embedding) {
        Skip current = from;
        int element = 1;
        int size = network.imageSize();
        for (int level = 0; level < levels(); level++) {
            int channels = channels(level);
            for (int i = 0; i < network.resBlocks(); i++) {
                current = stage("downs." + element++, current, channels, size, embedding);
                skips.push(current);
            }
            if (level < levels() - 1) {
                String name = "downs." + element++ + ".conv";
                current = new Skip(convolve(name, current.features, channels, channels, Kernel.HALVING), channels);
                skips.push(current);
                size /= 2;
            }
        }
        return current;
    }

    private Value up(Skip from, Deque<Skip> skips, Value embedding) {
        Skip current = from;
        int element = 0;
        for (int level = levels() - 1; level >= 0; level--) {
            int channels = channels(level);
            // Counted from the deepest map up, so that odd sizes give the published sequence of sizes.
            int size = (network.imageSize() >> (levels() - 1)) << (levels() - 1 - level);
            for (int i = 0; i <= network.resBlocks(); i++) {
                Skip skip = skips.pop();
                Skip joined = new Skip(
                        graph.concatChannels(current.features, skip.features), current.channels + skip.channels);
                current = stage("ups." + element++, joined, channels, size, embedding);
            }
            if (level > 0) {
                Value wide = graph.upsampleNearest(current.features, 2);
                current = new Skip(
                        convolve("ups." + element++ + ".conv", wide, channels, channels, Kernel.THREE), channels);
            }
        }
        return current.features;
    }

    /** A residual block, with attention where the configuration has it. */
    private Skip stage(String name, Skip x, int out, int size, Value embedding) {
        Value h = residual(name, x.features, x.channels, out, embedding);
        if (network.attentionSizes().contains(size)) {
            h = attend(name + ".attn", h, out);
        }
        return new Skip(h, out);
    }

    private Value residual(String name, Value x, int in, int out, Value embedding) {
        String prefix = name + ".res_block.";
        Value shift = linear(prefix + network.conditioning().affine(), embedding, network.innerChannels(), out);
        Value h = graph.add(block(prefix + "block1", x, in, out), graph.asChannels(shift));
        h = block(prefix + "block2", h, out, out);
        Value direct = in == out ? x : convolve(prefix + "res_conv", x, in, out, Kernel.POINT);
        return graph.add(h, direct);
    }

    /** Group norm, SiLU, convolution. */
    private Value block(String name, Value x, int in, int out) {
        Value h = graph.silu(norm(name + ".block.0", x, in));
        return convolve(name + ".block.3", h, in, out, Kernel.THREE);
    }

    /** One head over all positions; logits are scaled by the root of all channels. */
    private Value attend(String name, Value x, int channels) {
        Value weight = graph.parameter(name + ".qkv.weight", 3L * channels, channels, 1, 1);
        Value qkv = graph.conv2d(norm(name + ".norm", x, channels), weight, 1, 0);
        Value batch = graph.size(x, 0);
        // Channels-last, so that this is a view.
        Value tokens = graph.reshape(graph.permute(qkv, 0, 2, 3, 1), batch, 1, -1, 3 * channels);
        Value q = graph.slice(tokens, 3, 0, channels);
        Value k = graph.slice(tokens, 3, channels, 2L * channels);
        Value v = graph.slice(tokens, 3, 2L * channels, 3L * channels);
        Value mixed = graph.attention(q, k, v);
        Value image =
                graph.permute(graph.reshape(mixed, batch, graph.size(x, 2), graph.size(x, 3), channels), 0, 3, 1, 2);
        return graph.add(convolve(name + ".out", image, channels, channels, Kernel.POINT), x);
    }

    private Value norm(String name, Value x, int channels) {
        return graph.groupNorm(
                x,
                network.normGroups(),
                graph.parameter(name + ".weight", channels),
                graph.parameter(name + ".bias", channels),
                NORM_EPSILON);
    }

    private Value linear(String name, Value x, int in, int out) {
        return graph.linear(x, graph.parameter(name + ".weight", out, in), graph.parameter(name + ".bias", out));
    }

    private Value convolve(String name, Value x, int in, int out, Kernel kernel) {
        Value weight = graph.parameter(name + ".weight", out, in, kernel.side, kernel.side);
        return graph.conv2d(x, weight, graph.parameter(name + ".bias", out), kernel.stride, kernel.side / 2);
    }

    private enum Kernel {
        POINT(1, 1),
        THREE(3, 1),
        HALVING(3, 2);

        private final int side;
        private final int stride;

        Kernel(int side, int stride) {
            this.side = side;
            this.stride = stride;
        }
    }

    private int channels(int level) {
        return network.innerChannels() * network.multipliers().get(level);
    }

    private int levels() {
        return network.multipliers().size();
    }
}
