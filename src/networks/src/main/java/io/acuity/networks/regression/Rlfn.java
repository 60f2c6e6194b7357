package io.acuity.networks.regression;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;
import io.acuity.networks.regression.RegressionLayers.Sizes;

/**
 * RLFN (Kong et al. 2022, "Residual Local Feature Network"), as its NTIRE weights are: {@code f = conv_1 x}; blocks in
 * series, each {@code c1_r}, {@code c2_r}, {@code c3_r} with leaky ReLUs, plus its input, {@code c5} (1×1), enhanced
 * spatial attention; {@code pixelshuffle(upsampler.0(conv_2 h + f))}. Values 0 to 255.
 *
 * @param width channels between blocks
 * @param inner channels within blocks
 * @param attention channels of the gates' branch
 * @param blocks their number
 * @param scale magnification
 */
public record Rlfn(int width, int inner, int attention, int blocks, int scale) implements RegressionNetwork {
    private static final double RANGE = 255;

    /** Reads {@code width}, {@code inner}, {@code attention}, {@code blocks} and {@code scale}. */
    public static Rlfn of(JsonNode config) {
        return new Rlfn(
                RegressionNetwork.size(config, "width"),
                RegressionNetwork.size(config, "inner"),
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
        return 4 * Math.max(width, inner) + 2 * COLOURS * scale * scale;
    }

    @Override
    public Value enlarge(Graph graph, Value image) {
        RegressionLayers layers = new RegressionLayers(graph);
        Value first = layers.conv("conv_1", layers.toRange(image, RANGE), Sizes.of3(COLOURS, width));
        Value h = first;
        for (int i = 1; i <= blocks; i++) {
            h = block(graph, layers, "block_" + i, h);
        }
        Value features = graph.add(layers.conv("conv_2", h, Sizes.of3(width, width)), first);
        return layers.fromRange(layers.shuffled(features, width, scale), RANGE);
    }

    private Value block(Graph graph, RegressionLayers layers, String name, Value x) {
        Value h = layers.leakyRelu(layers.conv(name + ".c1_r", x, Sizes.of3(width, inner)));
        h = layers.leakyRelu(layers.conv(name + ".c2_r", h, Sizes.of3(inner, inner)));
        h = layers.leakyRelu(layers.conv(name + ".c3_r", h, Sizes.of3(inner, width)));
        h = layers.conv(name + ".c5", graph.add(h, x), Sizes.of1(width, width));
        return layers.attention(name + ".esa", h, width, attention, false);
    }
}
