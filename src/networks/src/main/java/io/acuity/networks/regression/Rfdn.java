package io.acuity.networks.regression;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;
import io.acuity.networks.regression.RegressionLayers.Sizes;

/**
 * RFDN (Liu et al. 2020, "Residual Feature Distillation Network"), as its AIM weights are. A block distils three times, a
 * 1×1 convolution beside a 3×3 one with a shortcut, joins what was distilled with a last 3×3 one, and gates it with
 * enhanced spatial attention; {@code pixelshuffle(upsampler.0(LR_conv(c.0 of all blocks) + fea_conv x))}. Values 0 to 255.
 *
 * @param width channels between blocks
 * @param distilled channels that each step of a block puts aside
 * @param attention channels of the gates' branch
 * @param blocks their number
 * @param scale magnification
 */
public record Rfdn(int width, int distilled, int attention, int blocks, int scale) implements RegressionNetwork {
    private static final double RANGE = 255;
    private static final int DISTILLATIONS = 3;

    /** Reads {@code width}, {@code distilled}, {@code attention}, {@code blocks} and {@code scale}. */
    public static Rfdn of(JsonNode config) {
        return new Rfdn(
                RegressionNetwork.size(config, "width"),
                RegressionNetwork.size(config, "distilled"),
                RegressionNetwork.size(config, "attention"),
                RegressionNetwork.size(config, "blocks"),
                RegressionNetwork.size(config, "scale"));
    }

    @Override
    public int leastSide() {
        return RegressionLayers.ATTENTION_SIDE;
    }

    @Override
    public int liveValues() {
        return (4 + 2 * blocks) * width + 4 * distilled + 2 * COLOURS * scale * scale;
    }

    @Override
    public Value enlarge(Graph graph, Value image) {
        RegressionLayers layers = new RegressionLayers(graph);
        Value first = layers.conv("fea_conv", layers.toRange(image, RANGE), Sizes.of3(COLOURS, width));
        Value[] outputs = new Value[blocks];
        Value h = first;
        for (int i = 0; i < blocks; i++) {
            h = block(graph, layers, "B" + (i + 1), h);
            outputs[i] = h;
        }
        Value joined = layers.conv("c.0", graph.concatChannels(outputs), Sizes.of1(blocks * width, width));
        Value trunk = layers.conv("LR_conv", layers.leakyRelu(joined), Sizes.of3(width, width));
        return layers.fromRange(layers.shuffled(graph.add(trunk, first), width, scale), RANGE);
    }

    private Value block(Graph graph, RegressionLayers layers, String name, Value x) {
        Value[] parts = new Value[DISTILLATIONS + 1];
        Value h = x;
        for (int i = 1; i <= DISTILLATIONS; i++) {
            parts[i - 1] = layers.leakyRelu(layers.conv(name + ".c" + i + "_d", h, Sizes.of1(width, distilled)));
            Value refined = layers.conv(name + ".c" + i + "_r", h, Sizes.of3(width, width));
            h = layers.leakyRelu(graph.add(refined, h));
        }
        parts[DISTILLATIONS] = layers.leakyRelu(layers.conv(name + ".c4", h, Sizes.of3(width, distilled)));
        Value joined =
                layers.conv(name + ".c5", graph.concatChannels(parts), Sizes.of1(parts.length * distilled, width));
        return layers.attention(name + ".esa", joined, width, attention, true);
    }
}
