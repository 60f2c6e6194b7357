package io.acuity.networks.idm;

import io.acuity.networks.graph.Elements;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Spatial;
import io.acuity.networks.graph.Value;
import io.acuity.networks.sr3.Sr3UNet;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the conditioning pyramid of an {@link Idm} into a graph, and what follows from it for the decoders. Its convolutions
 * are equalised: their weights count {@code 1/√(inputs)}. Of scale and shift at full size, and of the last halving, no decoder
 * makes use.
 */
final class PyramidLayers {
    private static final int COLOURS = 3;
    private static final double SLOPE = 0.2;
    private static final double GAIN = Math.sqrt(2);
    private static final double SMALLEST_NORM = 1e-8;

    private final Graph graph;
    private final Spatial spatial;
    private final Elements elements;
    private final Sr3UNet unet;
    private final FoldedDecoders decoders;

    PyramidLayers(Graph graph, Sr3UNet unet) {
        this.graph = graph;
        this.spatial = new Spatial(graph);
        this.elements = new Elements(graph);
        this.unet = unet;
        this.decoders = new FoldedDecoders(graph, unet);
    }

    /**
     * The inputs of all decoders, the deepest first.
     *
     * @param condition {@code [N, 3, H, W]}
     * @param factor {@code [1]}, p
     */
    List<DecoderInputs> decoders(Value condition, Value factor) {
        int levels = unet.multipliers().size();
        List<Value> features = new ArrayList<>();
        features.add(activated(
                equalised("conv_body_first.0", condition, COLOURS, decoders.channels(0), 1), "conv_body_first.1", 0));
        for (int i = 0; i < levels - 1; i++) {
            String name = "conv_body_down." + i;
            int in = decoders.channels(i - 1);
            Value soft = spatial.blurred(features.get(i), in);
            features.add(activated(equalised(name + ".1", soft, in, decoders.channels(i), 2), name + ".2", i));
        }
        List<DecoderInputs> inputs = new ArrayList<>();
        for (int level = levels - 1; level > 0; level--) {
            inputs.add(decoder(level, features, factor));
        }
        return inputs;
    }

    private DecoderInputs decoder(int level, List<Value> features, Value factor) {
        int channels = decoders.channels(level);
        Value own = scale("condition_scale1." + level, factor, channels);
        Value other = scale("condition_scale2." + level, factor, channels);
        Value squares = graph.add(graph.mul(own, own), graph.mul(other, other));
        Value norm = elements.inverseRoot(graph.plus(squares, SMALLEST_NORM));
        Value shift = graph.add(
                equalised(
                        "condition_shift." + level + ".0",
                        features.get(level),
                        decoders.channels(level - 1),
                        channels,
                        1),
                graph.asChannels(graph.parameter("condition_shift." + level + ".0.bias", channels)));
        Value bias = decoders.bias(level);
        Value added = graph.add(graph.mul(shift, graph.asChannels(graph.mul(other, norm))), bias);
        Value gain = graph.reshape(graph.mul(own, norm), 1, channels, 1, 1);
        return decoders.folded(
                level,
                new FoldedDecoders.Sides(features.get(level), features.get(level - 1)),
                new FoldedDecoders.Modulation(gain, added));
    }

    /** {@code weight·p + bias}: {@code [C]}. */
    private Value scale(String name, Value factor, int channels) {
        Value weight = graph.reshape(graph.parameter(name + ".weight", channels, 1), channels);
        return graph.add(graph.mul(weight, graph.toComputeType(factor)), graph.parameter(name + ".bias", channels));
    }

    private Value equalised(String name, Value x, int in, int out, int stride) {
        Value weight = graph.scale(graph.parameter(name + ".weight", out, in, 3, 3), 1 / Math.sqrt(9.0 * in));
        return graph.conv2d(x, weight, stride, 1);
    }

    /** A bias, a leaky ReLU, and what that takes of the variance given back. */
    private Value activated(Value x, String name, int level) {
        Value bias = graph.asChannels(graph.parameter(name + ".bias", decoders.channels(level)));
        return graph.scale(graph.leakyRelu(graph.add(x, bias), SLOPE), GAIN);
    }
}
