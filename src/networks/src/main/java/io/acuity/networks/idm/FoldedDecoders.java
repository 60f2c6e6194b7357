package io.acuity.networks.idm;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Spatial;
import io.acuity.networks.graph.Value;
import io.acuity.networks.sr3.Sr3UNet;

/** Writes the weights of an {@link Idm}'s coordinate decoders into a graph, in the form in which they are applied. */
final class FoldedDecoders {
    private static final int HIDDEN = 256;

    private final Graph graph;
    private final Spatial spatial;
    private final Sr3UNet unet;

    FoldedDecoders(Graph graph, Sr3UNet unet) {
        this.graph = graph;
        this.spatial = new Spatial(graph);
        this.unet = unet;
    }

    /** A map of a level, and the larger one of the level above; only their sizes count. */
    record Sides(Value from, Value to) {}

    /** What features are multiplied with, and what is then added, see {@link DecoderInputs}. */
    record Modulation(Value gain, Value shift) {}

    /** Name of the decoder that leaves a level. */
    String name(int level) {
        // The blocks of a level and its decoder are numbered in one row with those below it.
        return "ups." + ((unet.multipliers().size() - level) * (unet.resBlocks() + 2) - 1);
    }

    /** Channels of a level, and at full size for those above it. */
    int channels(int level) {
        return unet.innerChannels() * unet.multipliers().get(Math.max(0, level));
    }

    /** What is added to a decoder's features in any case: {@code [C, 1, 1]}. */
    Value bias(int level) {
        return graph.asChannels(graph.parameter(name(level) + ".style.activate.bias", channels(level)));
    }

    /** The decoder's two linear layers, {@code W₁(W₀[v; place] + b₀) + b₁}, as one, in fp32. */
    DecoderInputs folded(int level, Sides sides, Modulation modulation) {
        String name = name(level);
        int channels = channels(level);
        Value first = graph.toFloat32(graph.parameter(name + ".imnet.0.weight", HIDDEN, channels + 2));
        Value firstBias = graph.toFloat32(graph.parameter(name + ".imnet.0.bias", HIDDEN));
        Value second = graph.toFloat32(graph.parameter(name + ".imnet.1.weight", channels, HIDDEN));
        Value secondBias = graph.toFloat32(graph.parameter(name + ".imnet.1.bias", channels));
        Value weight = graph.matmul(second, first);
        Value bias = graph.add(graph.matmul(second, firstBias), secondBias);
        Spatial.Places rows = spatial.places(sides.from, sides.to, 2);
        Spatial.Places columns = spatial.places(sides.from, sides.to, 3);
        Value ofRows = graph.mul(
                graph.reshape(graph.slice(weight, 1, channels, channels + 1), 1, channels, 1, 1),
                graph.reshape(rows.offset(), 1, 1, -1, 1));
        Value ofColumns = graph.mul(
                graph.reshape(graph.slice(weight, 1, channels + 1, channels + 2), 1, channels, 1, 1),
                graph.reshape(columns.offset(), 1, 1, 1, -1));
        Value ofFeatures = graph.reshape(graph.slice(weight, 1, 0, channels), channels, channels, 1, 1);
        return new DecoderInputs(
                modulation.gain,
                modulation.shift,
                graph.toComputeType(ofFeatures),
                graph.toComputeType(graph.add(ofRows, graph.reshape(bias, 1, channels, 1, 1))),
                graph.toComputeType(ofColumns),
                rows.source(),
                columns.source());
    }
}
