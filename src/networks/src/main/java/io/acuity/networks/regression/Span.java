package io.acuity.networks.regression;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.networks.graph.Elements;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;
import io.acuity.networks.regression.RegressionLayers.Sizes;

/**
 * SPAN (Wan et al. 2024, "Swift Parameter-free Attention Network") with its branches folded into one convolution each,
 * as the NTIRE weights are. A block is three 3×3 convolutions with SiLU between them; its result is
 * {@code (c3 + x) · (sigmoid(c3) − 1/2)}. The image is {@code 255·(x − mean)} of values 0 to 1, and comes out as such
 * values.
 *
 * @param width channels everywhere
 * @param blocks their number
 * @param scale magnification
 */
public record Span(int width, int blocks, int scale) implements RegressionNetwork {
    private static final double GAIN = 255;
    /** DIV2K's mean, channel by channel. */
    private static final double[] MEAN = {0.4488, 0.4371, 0.4040};
    /** What {@code conv_cat} joins: features of the first layer, the last, the first block, and within the last block. */
    private static final int JOINED = 4;

    /** Reads {@code width}, {@code blocks} and {@code scale}. */
    public static Span of(JsonNode config) {
        return new Span(
                RegressionNetwork.size(config, "width"),
                RegressionNetwork.size(config, "blocks"),
                RegressionNetwork.size(config, "scale"));
    }

    @Override
    public int leastSide() {
        return 1;
    }

    @Override
    public int liveValues() {
        return 2 * (JOINED + 2) * width + 2 * COLOURS * scale * scale;
    }

    @Override
    public Value enlarge(Graph graph, Value image) {
        RegressionLayers layers = new RegressionLayers(graph);
        Value first = conv(layers, "conv_1", layers.toRange(centred(graph, image), GAIN), COLOURS);
        Block last = block(graph, layers, "block_1", first);
        Value firstBlock = last.output;
        for (int i = 2; i <= blocks; i++) {
            last = block(graph, layers, "block_" + i, last.output);
        }
        Value joined = graph.concatChannels(first, conv(layers, "conv_2", last.output, width), firstBlock, last.within);
        Value features = layers.conv("conv_cat", joined, Sizes.of1(JOINED * width, width));
        return layers.fromRange(layers.shuffled(features, width, scale), 1);
    }

    /** Images in [-1, 1] less what makes their mean zero, in the same units. */
    private static Value centred(Graph graph, Value image) {
        Value[] channels = new Value[COLOURS];
        for (int i = 0; i < COLOURS; i++) {
            channels[i] = graph.plus(graph.slice(image, 1, i, i + 1), -2 * MEAN[i]);
        }
        return graph.concatChannels(channels);
    }

    private record Block(Value output, Value within) {}

    private Block block(Graph graph, RegressionLayers layers, String name, Value x) {
        Value first = conv(layers, name + ".c1_r", x, width);
        Value second = conv(layers, name + ".c2_r", graph.silu(first), width);
        Value third = conv(layers, name + ".c3_r", graph.silu(second), width);
        Value gate = graph.plus(new Elements(graph).sigmoid(third), -0.5);
        return new Block(graph.mul(graph.add(third, x), gate), first);
    }

    private Value conv(RegressionLayers layers, String name, Value x, int in) {
        return layers.conv(name + ".eval_conv", x, Sizes.of3(in, width));
    }
}
