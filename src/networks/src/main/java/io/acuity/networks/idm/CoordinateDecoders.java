package io.acuity.networks.idm;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Spatial;
import io.acuity.networks.graph.Value;
import io.acuity.networks.sr3.Enlarging;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The way up of an {@link Idm}: features are modulated by the image, then every pixel of the larger map takes the nearest of
 * the smaller, with its own place in it (LIIF, Chen et al. 2021, without ensemble, unfolding and cells).
 */
final class CoordinateDecoders implements Enlarging {
    private static final double SLOPE = 0.2;
    private static final double GAIN = Math.sqrt(2);

    private final Graph graph;
    private final Spatial spatial;
    private final Deque<DecoderInputs> remaining;

    /** Decoders in the order of their use, the deepest first. */
    CoordinateDecoders(Graph graph, List<DecoderInputs> decoders) {
        this.graph = graph;
        this.spatial = new Spatial(graph);
        this.remaining = new ArrayDeque<>(decoders);
    }

    @Override
    public Value enlarge(String name, Value x, int channels, Value skip) {
        DecoderInputs inputs = remaining.pop();
        Value modulated = graph.add(graph.mul(x, inputs.gain()), inputs.shift());
        Value activated = graph.scale(graph.leakyRelu(modulated, SLOPE), GAIN);
        Value values = graph.conv2d(activated, inputs.weight(), 1, 0);
        Value placed = spatial.gathered(values, inputs.rows(), inputs.columns());
        return graph.channelsLast(graph.add(graph.add(placed, inputs.rowOffset()), inputs.columnOffset()));
    }
}
