package io.acuity.networks.resshift;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.graph.Value;
import io.acuity.networks.program.Program;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** Emits one {@link SwinUNet}, block by block in the order of the published modules. Builds one program, once. */
final class SwinUNetProgram {
    private final SwinUNet network;
    private final Graph graph;
    private final Layers layers;
    private final Map<Integer, SwinLayer> attention = new LinkedHashMap<>();

    SwinUNetProgram(SwinUNet network, ScalarType type) {
        this.network = network;
        this.graph = Graph.of(type);
        this.layers = new Layers(graph);
    }

    Program build() {
        Value state = graph.input("state");
        Value lowRes = graph.input("lowRes");
        Value step = graph.input("step");
        for (int size : network.sizesWithAttention()) {
            Window window = network.window(size);
            Value positions = graph.input("positions" + size);
            Value separations = window.shift() > 0 ? graph.input("separations" + size) : positions;
            attention.put(size, new SwinLayer(network.attention(), window, positions, separations));
        }
        Value embedding = embedding(graph.toComputeType(step));
        ResidualBlocks blocks = new ResidualBlocks(layers, embedding, network);
        Value condition = condition(graph.channelsLast(graph.toComputeType(lowRes)));
        Value x = graph.channelsLast(graph.concatChannels(graph.toComputeType(state), condition));
        Deque<Skip> skips = new ArrayDeque<>();
        x = contract(blocks, x, skips);
        x = middle(blocks, x);
        x = expand(blocks, x, skips);
        int width = network.channels(0);
        x = layers.conv("out.2", graph.silu(layers.groupNorm("out.0", x, width)), width, network.outChannels());
        return graph.returns(graph.contiguous(graph.toFloat32(x)));
    }

    /** The embedded step after its perceptron and the activation that every residual block applies to it. */
    private Value embedding(Value step) {
        int width = network.modelChannels();
        Value hidden = graph.silu(layers.linear("time_embed.0", step, width, 4 * width));
        return graph.silu(layers.linear("time_embed.2", hidden, 4 * width, 4 * width));
    }

    private Value condition(Value lowRes) {
        Value x = lowRes;
        int in = network.condition().channels();
        int out = 16;
        for (int stage = 0; stage < network.conditionStages(); stage++, out *= 2) {
            x = graph.silu(layers.conv("feature_extractor." + 3 * stage, x, in, out));
            x = layers.halvingConv("feature_extractor." + (3 * stage + 2) + ".op", x, out, 2 * out);
            in = 2 * out;
        }
        return x;
    }

    /** Channels that {@link #condition} ends with. */
    private int conditionChannels() {
        int stages = network.conditionStages();
        return stages == 0 ? network.condition().channels() : 16 << stages;
    }

    private Value contract(ResidualBlocks blocks, Value input, Deque<Skip> skips) {
        int channels = network.channels(0);
        Value x = layers.conv("input_blocks.0.0", input, network.inChannels() + conditionChannels(), channels);
        skips.push(new Skip(x, channels));
        int block = 1;
        int size = network.imageSize();
        for (int level = 0; level < network.levels(); level++) {
            int width = network.channels(level);
            for (int i = 0; i < network.residualBlocks().get(level); i++, block++) {
                x = blocks.plain("input_blocks." + block + ".0", x, channels, width);
                channels = width;
                x = i == 0 ? attend("input_blocks." + block + ".1", x, size, width) : x;
                skips.push(new Skip(x, width));
            }
            if (level < network.levels() - 1) {
                x = blocks.halve("input_blocks." + block++ + ".0", x, channels);
                skips.push(new Skip(x, channels));
                size /= 2;
            }
        }
        return x;
    }

    private Value middle(ResidualBlocks blocks, Value input) {
        int channels = network.channels(network.levels() - 1);
        Value x = blocks.plain("middle_block.0", input, channels, channels);
        x = layer(network.smallestSize()).emit(layers, "middle_block.1", x, channels);
        return blocks.plain("middle_block.2", x, channels, channels);
    }

    private Value expand(ResidualBlocks blocks, Value input, Deque<Skip> skips) {
        Value x = input;
        int channels = network.channels(network.levels() - 1);
        int block = 0;
        int size = network.smallestSize();
        for (int level = network.levels() - 1; level >= 0; level--) {
            int width = network.channels(level);
            int last = network.residualBlocks().get(level);
            for (int i = 0; i <= last; i++, block++) {
                String name = "output_blocks." + block + ".";
                Skip skip = skips.pop();
                Value joined = graph.concatChannels(x, skip.value);
                x = blocks.plain(name + 0, joined, channels + skip.channels, width);
                channels = width;
                boolean attends = i == 0 && network.attentionSizes().contains(size);
                x = attends ? attend(name + 1, x, size, width) : x;
                if (level > 0 && i == last) {
                    x = blocks.twice(name + (attends ? 2 : 1), x, width);
                    size *= 2;
                }
            }
        }
        return x;
    }

    private Value attend(String name, Value x, int size, int channels) {
        return network.attentionSizes().contains(size) ? layer(size).emit(layers, name, x, channels) : x;
    }

    private SwinLayer layer(int size) {
        return java.util.Objects.requireNonNull(attention.get(size));
    }

    private record Skip(Value value, int channels) {}
}
