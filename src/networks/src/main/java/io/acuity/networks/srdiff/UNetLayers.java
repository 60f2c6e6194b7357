package io.acuity.networks.srdiff;

import io.acuity.networks.graph.Elements;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Spatial;
import io.acuity.networks.graph.Value;
import io.acuity.networks.graph.Window;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Writes the U-Net of an {@link SrDiff} into a graph. Convolutions come first and Mish after them; borders are reflected.
 * The skip of the first level is made and, as published, never used.
 */
final class UNetLayers {
    private static final int COLOURS = 3;
    /** Of the encoder's maps, the third and every third after it are the condition. */
    private static final int EVERY = 3;

    private static final double LONGEST_PERIOD = 10_000;
    private static final double NORM_EPSILON = 1e-5;

    private final Graph graph;
    private final Elements elements;
    private final Spatial spatial;
    private final SrDiff network;

    UNetLayers(Graph graph, SrDiff network) {
        this.graph = graph;
        this.elements = new Elements(graph);
        this.spatial = new Spatial(graph);
        this.network = network;
    }

    /** What the first level adds to its features in every step: {@code [N, width, H, W]}. */
    Value condition(List<Value> maps, Value upsampled) {
        List<Value> taken = new ArrayList<>();
        for (int i = EVERY - 1; i < maps.size(); i += EVERY) {
            taken.add(maps.get(i));
        }
        int width = network.width();
        int scale = network.scale();
        Value features = graph.concatChannels(taken.toArray(Value[]::new));
        Value condition = spatial.transposed(
                features,
                graph.parameter(
                        "cond_proj.weight", (long) network.features() * taken.size(), width, 2L * scale, 2L * scale),
                graph.parameter("cond_proj.bias", width),
                new Window(2 * scale, scale, scale / 2));
        if (!network.seesUpsampled()) {
            return condition;
        }
        Value y = graph.channelsLast(graph.toComputeType(upsampled));
        return graph.add(condition, reflected("up_proj.1", y, COLOURS, width, 1));
    }

    Value predict(Value state, Value level, Value condition) {
        Value embedding = elements.mish(embed(level));
        Deque<Value> skips = new ArrayDeque<>();
        Value h = graph.channelsLast(graph.toComputeType(state));
        int channels = COLOURS;
        int deepest = network.multipliers().size() - 1;
        for (int i = 0; i <= deepest; i++) {
            h = residual("downs." + i + ".0", h, new Sizes(channels, channels(i)), embedding);
            h = residual("downs." + i + ".1", h, Sizes.same(channels(i)), embedding);
            h = i == 0 ? graph.add(h, condition) : h;
            skips.push(h);
            channels = channels(i);
            h = i == deepest ? h : reflected("downs." + i + ".2.conv.1", h, channels, channels, 2);
        }
        h = residual("mid_block1", h, Sizes.same(channels), embedding);
        h = network.attention() ? new LinearAttention(graph).attend("mid_attn.fn", h, channels) : h;
        h = residual("mid_block2", h, Sizes.same(channels), embedding);
        for (int i = 0; i < deepest; i++) {
            int above = channels(deepest - i - 1);
            h = graph.concatChannels(h, skips.pop());
            h = residual("ups." + i + ".0", h, new Sizes(2 * channels, above), embedding);
            h = residual("ups." + i + ".1", h, Sizes.same(above), embedding);
            h = doubled("ups." + i + ".2.conv.0", h, above);
            channels = above;
        }
        h = block("final_conv.0", h, channels, channels);
        Value prediction = graph.conv2d(
                h,
                graph.parameter("final_conv.1.weight", COLOURS, channels, 1, 1),
                graph.parameter("final_conv.1.bias", COLOURS),
                1,
                0);
        return graph.contiguous(graph.toFloat32(prediction));
    }

    /** Channels in and out of a block. */
    private record Sizes(int in, int out) {
        static Sizes same(int channels) {
            return new Sizes(channels, channels);
        }
    }

    /** Sines and cosines at frequencies 10⁴^(−i/(n−1)), through two linear layers: {@code [N, width]}. */
    private Value embed(Value level) {
        int width = network.width();
        int half = width / 2;
        Value exponents = graph.scale(graph.range(half, level), -Math.log(LONGEST_PERIOD) / (half - 1));
        Value angles = graph.mul(level, graph.exp(exponents));
        Value waves = graph.toComputeType(graph.concat(-1, graph.sin(angles), graph.cos(angles)));
        return linear("mlp.2", elements.mish(linear("mlp.0", waves, width, 4 * width)), 4 * width, width);
    }

    private Value residual(String name, Value x, Sizes sizes, Value embedding) {
        int out = sizes.out;
        Value shift = linear(name + ".mlp.1", embedding, network.width(), out);
        Value h = graph.add(block(name + ".block1", x, sizes.in, out), graph.asChannels(shift));
        h = block(name + ".block2", h, out, out);
        if (sizes.in == out) {
            return graph.add(h, x);
        }
        Value direct = graph.conv2d(
                x,
                graph.parameter(name + ".res_conv.weight", out, sizes.in, 1, 1),
                graph.parameter(name + ".res_conv.bias", out),
                1,
                0);
        return graph.add(h, direct);
    }

    private Value block(String name, Value x, int in, int out) {
        Value h = reflected(name + ".block.1", x, in, out, 1);
        if (network.groups() > 0) {
            h = graph.groupNorm(
                    h,
                    network.groups(),
                    graph.parameter(name + ".block.2.weight", out),
                    graph.parameter(name + ".block.2.bias", out),
                    NORM_EPSILON);
        }
        return elements.mish(h);
    }

    private Value reflected(String name, Value x, int in, int out, int stride) {
        return graph.conv2d(
                spatial.reflected(x),
                graph.parameter(name + ".weight", out, in, 3, 3),
                graph.parameter(name + ".bias", out),
                stride,
                0);
    }

    private Value doubled(String name, Value x, int channels) {
        return spatial.transposed(
                x,
                graph.parameter(name + ".weight", channels, channels, 4, 4),
                graph.parameter(name + ".bias", channels),
                new Window(4, 2, 1));
    }

    private Value linear(String name, Value x, int in, int out) {
        return graph.linear(x, graph.parameter(name + ".weight", out, in), graph.parameter(name + ".bias", out));
    }

    private int channels(int level) {
        return network.width() * network.multipliers().get(level);
    }
}
