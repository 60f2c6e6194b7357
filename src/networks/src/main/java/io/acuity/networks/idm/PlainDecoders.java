package io.acuity.networks.idm;

import io.acuity.networks.graph.Elements;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;
import io.acuity.networks.sr3.Sr3UNet;
import java.util.ArrayList;
import java.util.List;

/** Coordinate decoders that the image does not modulate: the same layers, with the features as they are. */
final class PlainDecoders {
    private static final int KERNEL = 3;

    private final Graph graph;
    private final Sr3UNet unet;

    PlainDecoders(Graph graph, Sr3UNet unet) {
        this.graph = graph;
        this.unet = unet;
    }

    /**
     * The inputs of all decoders, the deepest first.
     *
     * @param condition {@code [N, 3, H, W]}, of which only the size counts
     */
    List<DecoderInputs> decoders(Value condition) {
        int levels = unet.multipliers().size();
        List<Value> sizes = new ArrayList<>();
        sizes.add(condition);
        for (int level = 1; level < levels; level++) {
            // Halves the sides, rounded up, as the convolutions of the way down do.
            sizes.add(graph.maxPool2d(sizes.get(level - 1), KERNEL, 2, 1));
        }
        FoldedDecoders decoders = new FoldedDecoders(graph, unet);
        List<DecoderInputs> inputs = new ArrayList<>();
        for (int level = levels - 1; level > 0; level--) {
            Value bias = graph.reshape(decoders.bias(level), 1, decoders.channels(level), 1, 1);
            inputs.add(decoders.folded(
                    level,
                    new FoldedDecoders.Sides(sizes.get(level), sizes.get(level - 1)),
                    new FoldedDecoders.Modulation(new Elements(graph).ones(bias), bias)));
        }
        return inputs;
    }
}
