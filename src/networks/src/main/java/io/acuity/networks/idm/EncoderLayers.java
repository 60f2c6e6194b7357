package io.acuity.networks.idm;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Spatial;
import io.acuity.networks.graph.Value;

/** Writes the EDSR encoder (Lim et al. 2017) of an {@link Idm} into a graph; its shifts of the mean are not applied. */
final class EncoderLayers {
    private static final int COLOURS = 3;

    private final Graph graph;
    private final Idm network;

    EncoderLayers(Graph graph, Idm network) {
        this.graph = graph;
        this.network = network;
    }

    /** {@code [N, 3, h, w] → [N, 3, H, W]}, H and W those of {@code like}, in the compute type. */
    Value condition(Value lowRes, Value like) {
        int width = network.encoderFeatures();
        Value head = convolve("head.0", graph.channelsLast(graph.toComputeType(lowRes)), COLOURS, width);
        Value x = head;
        for (int block = 0; block < network.encoderBlocks(); block++) {
            String name = "body." + block + ".body.";
            Value h = convolve(name + 2, graph.relu(convolve(name + 0, x, width, width)), width, width);
            x = graph.add(x, h);
        }
        Value features = graph.add(convolve("body." + network.encoderBlocks(), x, width, width), head);
        return convolve("tail.0", new Spatial(graph).nearest(features, like), width, COLOURS);
    }

    private Value convolve(String name, Value x, int in, int out) {
        return graph.conv2d(
                x,
                graph.parameter("encoder." + name + ".weight", out, in, 3, 3),
                graph.parameter("encoder." + name + ".bias", out),
                1,
                1);
    }
}
