package io.acuity.networks.sr3;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;
import io.acuity.networks.sr3.LrBranches.Features;
import io.acuity.networks.sr3.Sr3Parts.Kernel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes an {@link Sr3UNet} into a graph. Numbers in names count every element of a stage, convolutions, blocks and
 * changes of size alike. Feature maps are channels-last in memory throughout.
 */
final class Sr3Layers {
    private static final double LONGEST_PERIOD = 10_000;

    private final Graph graph;
    private final Sr3UNet network;
    private final Sr3Parts parts;
    private final Sr3Attention attention;
    private final Enlarging enlarging;

    Sr3Layers(Graph graph, Sr3UNet network) {
        this(graph, network, new NearestEnlarging(graph, network.normGroups()));
    }

    Sr3Layers(Graph graph, Sr3UNet network, Enlarging enlarging) {
        this.enlarging = enlarging;
        this.graph = graph;
        this.network = network;
        this.parts = new Sr3Parts(graph, network.normGroups());
        this.attention = new Sr3Attention(parts, network.options().heads());
    }

    Value predict(Value x, Value level) {
        Pass pass = new Pass(embed(level), new LrBranches(parts, network, part(x, 0, conditionChannels())));
        int inner = network.innerChannels();
        Value h = parts.convolve("downs.0", input(x), network.inChannels(), inner, Kernel.THREE);
        pass.skips.push(new Features(h, inner));
        Features deepest = down(new Features(h, inner), pass);
        int channels = deepest.channels();
        Value middle = residual("mid.0", deepest, channels, pass);
        middle = attention.attend("mid.0.attn", middle, channels);
        middle = residual("mid.1", new Features(middle, channels), channels, pass);
        Value last = up(new Features(middle, channels), pass);
        Value prediction =
                parts.block("final_conv", last, inner * network.multipliers().get(0), network.predictedChannels());
        return graph.contiguous(graph.toFloat32(prediction));
    }

    /** What all blocks of one pass share: the embedding, what the way up takes from the way down, and the LR image. */
    private static final class Pass {
        private final Value embedding;
        private final LrBranches branches;
        private final Deque<Features> skips = new ArrayDeque<>();

        Pass(Value embedding, LrBranches branches) {
            this.embedding = embedding;
            this.branches = branches;
        }
    }

    /**
     * The blocks of one level on one way.
     *
     * @param size side of its maps, for a frame of the network's size
     * @param branch of the LR image on this way
     */
    private record Stage(int channels, int size, String branch) {}

    private Value input(Value x) {
        Value input = graph.channelsLast(graph.toComputeType(x));
        if (!network.options().inputAttention()) {
            return input;
        }
        int condition = conditionChannels();
        return new InputAttention(parts)
                .fuse(part(input, 0, condition), part(input, condition, network.inChannels()), network.outChannels());
    }

    private Value part(Value x, int from, int to) {
        return graph.slice(x, 1, from, to);
    }

    private int conditionChannels() {
        return network.inChannels() - network.outChannels();
    }

    /** Sines and cosines of the value at frequencies from 1 down, through two linear layers: {@code [N, inner]}. */
    private Value embed(Value level) {
        int inner = network.innerChannels();
        int half = inner / 2;
        Value exponents = graph.scale(graph.range(half, level), -Math.log(LONGEST_PERIOD) / half);
        Value angles = graph.mul(level, graph.exp(exponents));
        Value waves = graph.toComputeType(graph.concat(-1, graph.sin(angles), graph.cos(angles)));
        String name = network.conditioning().embedding();
        Value wide = graph.silu(parts.linear(name + ".1", waves, inner, 4 * inner));
        Value embedding = parts.linear(name + ".3", wide, 4 * inner, inner);
        // The variant told the step has an activation at each block, all of the same value.
        return network.conditioning() == Conditioning.STEP ? graph.silu(embedding) : embedding;
    }

    private Features down(Features from, Pass pass) {
        Features current = from;
        int element = 1;
        for (int level = 0; level < levels(); level++) {
            int channels = channels(level);
            Stage stage = new Stage(channels, network.imageSize() >> level, LrBranches.DOWN);
            for (int i = 0; i < network.resBlocks(); i++) {
                String name = "downs." + element++;
                current = i == 0 ? injected(name, current, stage, pass) : block(name, current, stage, pass);
                pass.skips.push(current);
            }
            if (level < levels() - 1) {
                String resized = "downs." + element++ + ".conv";
                Value half = parts.convolve(resized, current.value(), channels, channels, Kernel.HALVING);
                current = new Features(half, channels);
                pass.skips.push(current);
            }
        }
        return current;
    }

    private Value up(Features from, Pass pass) {
        Features current = from;
        int element = 0;
        for (int level = levels() - 1; level >= 0; level--) {
            int channels = channels(level);
            // Counted from the deepest map up, so that odd sizes give the published sequence of sizes.
            int size = (network.imageSize() >> (levels() - 1)) << (levels() - 1 - level);
            Stage stage = new Stage(channels, size, LrBranches.UP);
            for (int i = 0; i <= network.resBlocks(); i++) {
                Features skip = pass.skips.pop();
                Features joined = new Features(
                        graph.concatChannels(current.value(), skip.value()), current.channels() + skip.channels());
                String name = "ups." + element++;
                current = i == 0 ? injected(name, joined, stage, pass) : block(name, joined, stage, pass);
            }
            if (level > 0) {
                Value skip = pass.skips.element().value();
                current =
                        new Features(enlarging.enlarge("ups." + element++, current.value(), channels, skip), channels);
            }
        }
        return current.value();
    }

    /** A level's first block, where the LR image may enter. */
    private Features injected(String name, Features x, Stage stage, Pass pass) {
        Features given = pass.branches.before(stage.branch, x, stage.size);
        Features out = block(name, given, stage, pass);
        return new Features(pass.branches.after(stage.branch, out, stage.size), out.channels());
    }

    /** A residual block, with attention where the configuration has it. */
    private Features block(String name, Features x, Stage stage, Pass pass) {
        Value h = residual(name, x, stage.channels, pass);
        if (network.attentionSizes().contains(stage.size)) {
            h = attention.attend(name + ".attn", h, stage.channels);
        }
        return new Features(h, stage.channels);
    }

    private Value residual(String name, Features x, int out, Pass pass) {
        String prefix = name + ".res_block.";
        int in = x.channels();
        Value shift =
                parts.linear(prefix + network.conditioning().affine(), pass.embedding, network.innerChannels(), out);
        Value h = graph.add(parts.block(prefix + "block1", x.value(), in, out), graph.asChannels(shift));
        h = parts.block(prefix + "block2", h, out, out);
        Value direct = in == out ? x.value() : parts.convolve(prefix + "res_conv", x.value(), in, out, Kernel.POINT);
        return graph.add(h, direct);
    }

    private int channels(int level) {
        return network.innerChannels() * network.multipliers().get(level);
    }

    private int levels() {
        return network.multipliers().size();
    }
}
