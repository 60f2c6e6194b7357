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
    private static final int HIDDEN = 256;
    private static final double SLOPE = 0.2;
    private static final double GAIN = Math.sqrt(2);
    private static final double SMALLEST_NORM = 1e-8;

    private final Graph graph;
    private final Spatial spatial;
    private final Elements elements;
    private final Sr3UNet unet;

    PyramidLayers(Graph graph, Sr3UNet unet) {
        this.graph = graph;
        this.spatial = new Spatial(graph);
        this.elements = new Elements(graph);
        this.unet = unet;
    }

    /**
     * The inputs of all decoders, the deepest first, one after the other.
     *
     * @param condition {@code [N, 3, H, W]}
     * @param factor {@code [1]}, p
     */
    List<Value> decoders(Value condition, Value factor) {
        int levels = unet.multipliers().size();
        List<Value> features = new ArrayList<>();
        features.add(
                activated(equalised("conv_body_first.0", condition, COLOURS, channels(0), 1), "conv_body_first.1", 0));
        for (int i = 0; i < levels - 1; i++) {
            String name = "conv_body_down." + i;
            int in = channels(i - 1);
            Value soft = spatial.blurred(features.get(i), in);
            features.add(activated(equalised(name + ".1", soft, in, channels(i), 2), name + ".2", i));
        }
        List<Value> inputs = new ArrayList<>();
        for (int level = levels - 1; level > 0; level--) {
            inputs.addAll(decoder(level, features, factor).values());
        }
        return inputs;
    }

    private DecoderInputs decoder(int level, List<Value> features, Value factor) {
        // The blocks of a level and its decoder are numbered in one row with those below it.
        int element = (unet.multipliers().size() - level) * (unet.resBlocks() + 2) - 1;
        String name = "ups." + element;
        int channels = channels(level);
        Value own = scale("condition_scale1." + level, factor, channels);
        Value other = scale("condition_scale2." + level, factor, channels);
        Value squares = graph.add(graph.mul(own, own), graph.mul(other, other));
        Value norm = elements.inverseRoot(graph.plus(squares, SMALLEST_NORM));
        Value shift = graph.add(
                equalised("condition_shift." + level + ".0", features.get(level), channels(level - 1), channels, 1),
                graph.asChannels(graph.parameter("condition_shift." + level + ".0.bias", channels)));
        Value bias = graph.asChannels(graph.parameter(name + ".style.activate.bias", channels));
        Value added = graph.add(graph.mul(shift, graph.asChannels(graph.mul(other, norm))), bias);
        Value gain = graph.reshape(graph.mul(own, norm), 1, channels, 1, 1);
        return folded(name, channels, new Sides(features.get(level), features.get(level - 1)), gain, added);
    }

    /** A smaller map and the larger one that follows. */
    private record Sides(Value from, Value to) {}

    /** The decoder's two linear layers, {@code W₁(W₀[v; place] + b₀) + b₁}, as one, in fp32. */
    private DecoderInputs folded(String name, int channels, Sides sides, Value gain, Value shift) {
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
                gain,
                shift,
                graph.toComputeType(ofFeatures),
                graph.toComputeType(graph.add(ofRows, graph.reshape(bias, 1, channels, 1, 1))),
                graph.toComputeType(ofColumns),
                rows.source(),
                columns.source());
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
        Value bias = graph.asChannels(graph.parameter(name + ".bias", channels(level)));
        return graph.scale(graph.leakyRelu(graph.add(x, bias), SLOPE), GAIN);
    }

    private int channels(int level) {
        return unet.innerChannels() * unet.multipliers().get(Math.max(0, level));
    }
}
