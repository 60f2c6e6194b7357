package io.acuity.networks.idm;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** Writes what an {@link Idm} makes of an image alone into a graph, by its {@link Guidance}. */
final class GuidanceLayers {
    private final Graph graph;
    private final Idm network;

    GuidanceLayers(Graph graph, Idm network) {
        this.graph = graph;
        this.network = network;
    }

    /**
     * What the U-Net is led by.
     *
     * @param condition {@code [N, 3, H, W]}, in the compute type
     * @param decoders the deepest first
     */
    record Lead(Value condition, List<DecoderInputs> decoders) {
        List<Value> values() {
            List<Value> values = new ArrayList<>();
            values.add(condition);
            decoders.forEach(decoder -> values.addAll(decoder.values()));
            return values;
        }
    }

    /**
     * Appends the layers.
     *
     * @param lowRes {@code [N, 3, h, w]}, fp32
     * @param upsampled {@code [N, 3, H, W]}, fp32
     * @param factor {@code [1]}, p
     */
    Lead lead(Value lowRes, Value upsampled, Value factor) {
        return switch (network.guidance()) {
            case PYRAMID -> {
                Value condition = new EncoderLayers(graph, network).condition(lowRes, upsampled);
                yield new Lead(condition, new PyramidLayers(graph, network.unet()).decoders(condition, factor));
            }
            case ENCODER -> plain(new EncoderLayers(graph, network).condition(lowRes, upsampled));
            case CONCAT -> plain(graph.channelsLast(graph.toComputeType(upsampled)));
        };
    }

    private Lead plain(Value condition) {
        return new Lead(condition, new PlainDecoders(graph, network.unet()).decoders(condition));
    }
}
