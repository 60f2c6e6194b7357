package io.acuity.networks.vqgan;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.graph.Value;
import io.acuity.networks.program.Program;

/** Emits encoder or decoder of a {@link VqAutoencoder}. Builds one program, once. */
final class VqPrograms {
    private final VqAutoencoder network;
    private final Graph graph;
    private final VqLayers layers;

    VqPrograms(VqAutoencoder network, ScalarType type) {
        this.network = network;
        this.graph = Graph.of(type);
        this.layers = new VqLayers(graph);
    }

    Program encoder() {
        Value image = graph.channelsLast(graph.toComputeType(graph.input("image")));
        Value x = layers.conv("encoder.conv_in", image, network.imageChannels(), network.width());
        int channels = network.width();
        int levels = network.multipliers().size();
        for (int level = 0; level < levels; level++) {
            String name = "encoder.down." + level;
            x = level(name, x, new Span(level, network.residualBlocks().get(level), channels));
            channels = network.channels(level);
            x = level < levels - 1 ? layers.halve(name, x, channels, network.learnedResampling()) : x;
        }
        x = layers.middle("encoder", x, channels);
        x = layers.end("encoder", x, channels, network.latentChannels());
        x = layers.pointwise(
                "quant_conv", x, network.latentChannels(), network.codebook().channels());
        return graph.returns(graph.contiguous(graph.toFloat32(x)));
    }

    Program decoder() {
        Value latent = graph.channelsLast(graph.toComputeType(graph.input("latent")));
        Value x = layers.pointwise("post_quant_conv", latent, network.codebook().channels(), network.latentChannels());
        int last = network.multipliers().size() - 1;
        int channels = network.channels(last);
        x = layers.conv("decoder.conv_in", x, network.latentChannels(), channels);
        x = layers.middle("decoder", x, channels);
        for (int level = last; level >= 0; level--) {
            String name = "decoder.up." + level;
            x = level(name, x, new Span(level, network.residualBlocks().get(level) + 1, channels));
            channels = network.channels(level);
            x = level > 0 ? layers.twice(name, x, channels, network.learnedResampling()) : x;
        }
        x = layers.end("decoder", x, channels, network.resultChannels());
        return graph.returns(graph.contiguous(graph.toFloat32(x)));
    }

    /** The residual blocks of one level, each followed by attention where the level has it. */
    private Value level(String name, Value input, Span span) {
        Value x = input;
        int channels = span.channels;
        int width = network.channels(span.level);
        for (int i = 0; i < span.blocks; i++) {
            x = layers.block(name + ".block." + i, x, channels, width);
            channels = width;
            if (network.attentionSizes().contains(network.size(span.level))) {
                x = layers.attention(name + ".attn." + i, x, width);
            }
        }
        return x;
    }

    /** Which level, how many blocks, and the channels that come in. */
    private record Span(int level, int blocks, int channels) {}
}
