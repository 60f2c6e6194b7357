package io.acuity.networks.srdiff;

import io.acuity.networks.graph.Elements;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** Writes the RRDB network (Wang et al. 2018) of an {@link SrDiff} into a graph. */
final class RrdbLayers {
    private static final String PREFIX = "rrdb.";
    private static final double SLOPE = 0.2;
    /** What a residual counts for, in dense blocks and around three of them. */
    private static final double SHARE = 0.2;

    private static final int DENSE_BLOCKS = 3;
    private static final int DENSE_CONVOLUTIONS = 5;

    private final Graph graph;
    private final SrDiff network;

    RrdbLayers(Graph graph, SrDiff network) {
        this.graph = graph;
        this.network = network;
    }

    /** The output of every block, then the trunk's sum: {@code blocks + 1} maps in the size of the LR image. */
    List<Value> features(Value lowRes) {
        int width = network.features();
        Value unit = graph.scale(graph.plus(lowRes, 1), 0.5);
        Value input = graph.channelsLast(graph.toComputeType(unit));
        Value first = convolve("conv_first", input, 3, width);
        List<Value> maps = new ArrayList<>();
        Value x = first;
        for (int block = 0; block < network.blocks(); block++) {
            x = residual("RRDB_trunk." + block, x);
            maps.add(x);
        }
        maps.add(graph.add(first, convolve("trunk_conv", x, width, width)));
        return maps;
    }

    /** The image the network itself makes of the last map, in [-1, 1]. */
    Value restored(Value last) {
        int width = network.features();
        Value x = last;
        int factor = 1;
        for (int i = 1; factor < network.scale(); i++) {
            x = activated(convolve("upconv" + i, graph.upsampleNearest(x, 2), width, width));
            factor *= 2;
        }
        Value image = convolve("conv_last", activated(convolve("HRconv", x, width, width)), width, 3);
        Value clipped = new Elements(graph).within(graph.toFloat32(image), 0, 1);
        return graph.contiguous(graph.plus(graph.scale(clipped, 2), -1));
    }

    private Value residual(String name, Value x) {
        Value h = x;
        for (int block = 1; block <= DENSE_BLOCKS; block++) {
            h = dense(name + ".RDB" + block, h);
        }
        return graph.add(graph.scale(h, SHARE), x);
    }

    private Value dense(String name, Value x) {
        Value seen = x;
        int channels = network.features();
        for (int i = 1; i < DENSE_CONVOLUTIONS; i++) {
            Value more = activated(convolve(name + ".conv" + i, seen, channels, network.growth()));
            seen = graph.concatChannels(seen, more);
            channels += network.growth();
        }
        Value last = convolve(name + ".conv" + DENSE_CONVOLUTIONS, seen, channels, network.features());
        return graph.add(graph.scale(last, SHARE), x);
    }

    private Value activated(Value x) {
        return graph.leakyRelu(x, SLOPE);
    }

    private Value convolve(String name, Value x, int in, int out) {
        return graph.conv2d(
                x,
                graph.parameter(PREFIX + name + ".weight", out, in, 3, 3),
                graph.parameter(PREFIX + name + ".bias", out),
                1,
                1);
    }
}
