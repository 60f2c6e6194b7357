package io.acuity.networks.sr3;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;
import io.acuity.networks.sr3.Sr3Parts.Kernel;

/** SR3's: each pixel twice in both directions, then a convolution. */
final class NearestEnlarging implements Enlarging {
    private final Graph graph;
    private final Sr3Parts parts;

    NearestEnlarging(Graph graph, int normGroups) {
        this.graph = graph;
        this.parts = new Sr3Parts(graph, normGroups);
    }

    @Override
    public Value enlarge(String name, Value x, int channels, Value skip) {
        return parts.convolve(name + ".conv", graph.upsampleNearest(x, 2), channels, channels, Kernel.THREE);
    }
}
