package io.acuity.networks.perceptual;

import io.acuity.networks.graph.Elements;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.ImageFilters;
import io.acuity.networks.graph.Reductions;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.graph.Value;
import io.acuity.networks.graph.Window;
import io.acuity.networks.perceptual.Layer.Convolution;
import io.acuity.networks.perceptual.Layer.Fire;
import io.acuity.networks.perceptual.Layer.MaxPool;
import io.acuity.networks.program.Program;
import java.util.ArrayList;
import java.util.List;

/** Writes the program of a {@link PerceptualNet}; one instance writes one. Both images go through the network as a batch. */
final class PerceptualProgram {
    /** Added to the length of a feature vector, outside of the root, as published. */
    private static final double EPSILON = 1e-10;

    private static final int STRIDE = 2;
    private static final Window POINT = Window.centred(1, 1);
    private static final Window AROUND = Window.centred(3, 1);

    private final PerceptualNet net;
    private final Graph graph = Graph.of(ScalarType.FLOAT32);
    private final Elements elements = new Elements(graph);
    private final Reductions reductions = new Reductions(graph);
    private final ImageFilters filters = new ImageFilters(graph);

    PerceptualProgram(PerceptualNet net) {
        this.net = net;
    }

    Program program() {
        Value a = graph.input("a");
        Value b = graph.input("b");
        Value x = scaled(graph.concat(0, a, b));
        int channels = 3;
        int place = 0;
        List<Value> distances = new ArrayList<>();
        List<List<Layer>> slices = net.slices();
        for (int slice = 0; slice < slices.size(); slice++) {
            for (Layer layer : slices.get(slice)) {
                x = layer(x, layer, "net.slice" + (slice + 1) + "." + place, channels);
                channels = layer instanceof MaxPool ? channels : PerceptualNet.channels(layer);
                place += layer.places();
            }
            distances.add(distance(x, slice, channels));
        }
        return graph.returnsList(distances);
    }

    private Value scaled(Value x) {
        Value shift = graph.parameter("scaling_layer.shift", 1, 3, 1, 1);
        Value scale = graph.parameter("scaling_layer.scale", 1, 3, 1, 1);
        return graph.mul(graph.sub(x, shift), elements.inverse(scale, 0));
    }

    private Value layer(Value x, Layer layer, String name, int in) {
        return switch (layer) {
            case Convolution convolution -> convolution(x, name, in, convolution);
            case MaxPool(int side, boolean overBorder) ->
                overBorder ? filters.maxPoolOverBorder(x, side, STRIDE) : graph.maxPool2d(x, side, STRIDE, 0);
            case Fire(int squeezed, int expanded) -> {
                Value few = convolution(x, name + ".squeeze", in, new Convolution(squeezed, POINT));
                yield graph.concatChannels(
                        convolution(few, name + ".expand1x1", squeezed, new Convolution(expanded, POINT)),
                        convolution(few, name + ".expand3x3", squeezed, new Convolution(expanded, AROUND)));
            }
        };
    }

    private Value convolution(Value x, String name, int in, Convolution layer) {
        Window window = layer.window();
        Value weight = graph.parameter(name + ".weight", layer.channels(), in, window.side(), window.side());
        Value bias = graph.parameter(name + ".bias", layer.channels());
        return graph.relu(graph.conv2d(x, weight, bias, window.stride(), window.padding()));
    }

    /** Unit vectors at each pixel, their squared differences weighted by channel, and the mean over pixels. */
    private Value distance(Value features, int tap, int channels) {
        Value length = filters.root(reductions.sum(graph.mul(features, features), 1));
        Value unit = graph.mul(features, elements.inverse(length, EPSILON));
        Value difference = graph.sub(graph.slice(unit, 0, 0, 1), graph.slice(unit, 0, 1, 2));
        Value linear = graph.parameter("lin" + tap + ".model.1.weight", 1, channels, 1, 1);
        return graph.meanOverPixels(graph.conv2d(graph.mul(difference, difference), linear, 1, 0));
    }
}
