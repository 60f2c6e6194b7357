package io.acuity.networks.resshift;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;
import java.util.function.UnaryOperator;

/** Emits residual blocks and what halves and doubles maps between levels. */
final class ResidualBlocks {
    private final Layers layers;
    private final Graph graph;
    private final Value embedding;
    private final SwinUNet network;

    /** Creates an emitter; {@code embedding} is the activated embedding of the step, {@code [N, 4·modelChannels]}. */
    ResidualBlocks(Layers layers, Value embedding, SwinUNet network) {
        this.layers = layers;
        this.graph = layers.graph();
        this.embedding = embedding;
        this.network = network;
    }

    /** A block that keeps the size of its maps. */
    Value plain(String name, Value x, int in, int out) {
        return block(name, x, new Widths(in, out), value -> value);
    }

    /** Halves maps as the network is configured. */
    Value halve(String name, Value x, int channels) {
        if (network.resamplingBlocks()) {
            return block(name, x, new Widths(channels, channels), value -> graph.averagePool2d(value, 2));
        }
        return network.learnedResampling()
                ? layers.halvingConv(name + ".op", x, channels, channels)
                : graph.averagePool2d(x, 2);
    }

    /** Doubles maps as the network is configured. */
    Value twice(String name, Value x, int channels) {
        if (network.resamplingBlocks()) {
            return block(name, x, new Widths(channels, channels), value -> graph.upsampleNearest(value, 2));
        }
        Value larger = graph.upsampleNearest(x, 2);
        return network.learnedResampling() ? layers.conv(name + ".conv", larger, channels, channels) : larger;
    }

    private Value block(String name, Value x, Widths widths, UnaryOperator<Value> resample) {
        Value h = graph.silu(layers.groupNorm(name + ".in_layers.0", x, widths.in));
        h = layers.conv(name + ".in_layers.2", resample.apply(h), widths.in, widths.out);
        h = graph.silu(stepped(name, h, widths.out));
        h = layers.conv(name + ".out_layers.3", h, widths.out, widths.out);
        Value skip = resample.apply(x);
        return graph.add(
                widths.in == widths.out
                        ? skip
                        : layers.pointwise(name + ".skip_connection", skip, widths.in, widths.out),
                h);
    }

    /** Normalises, with the step's influence. */
    private Value stepped(String name, Value h, int channels) {
        int values = network.scaleShiftNorm() ? 2 * channels : channels;
        Value step =
                graph.asChannels(layers.linear(name + ".emb_layers.1", embedding, 4 * network.modelChannels(), values));
        if (!network.scaleShiftNorm()) {
            return layers.groupNorm(name + ".out_layers.0", graph.add(h, step), channels);
        }
        Value normalised = layers.groupNorm(name + ".out_layers.0", h, channels);
        Value scale = graph.plus(graph.slice(step, 1, 0, channels), 1);
        Value shift = graph.slice(step, 1, channels, 2L * channels);
        return graph.add(graph.mul(normalised, scale), shift);
    }

    private record Widths(int in, int out) {}
}
