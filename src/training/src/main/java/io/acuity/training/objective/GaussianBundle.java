package io.acuity.training.objective;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.networks.sr3.Sr3UNet;
import java.util.Locale;

/**
 * What a bundle on a Gaussian chain says beside its network.
 *
 * @param scale r
 * @param chainSteps T
 * @param process the chain, see {@link io.acuity.networks.frames.GaussianChain}
 * @param notes the objective, for people
 */
public record GaussianBundle(int scale, int chainSteps, JsonNode process, JsonNode notes) {
    /**
     * A network as it is described.
     *
     * @param system of the bundle
     * @param kind of network
     * @param unet its U-Net
     * @param config what it is read from
     */
    record Network(String system, String kind, Sr3UNet unet, JsonNode config) {}

    /**
     * The description.
     *
     * @param training notes of the run, to which those of the objective are added
     */
    ModelDescription describe(String name, Network network, ModelDescription.Weights weights, JsonNode training) {
        JsonNode all = training.deepCopy();
        if (all instanceof ObjectNode object) {
            object.set("objective", notes);
        }
        return new ModelDescription(
                name,
                network.system,
                scale,
                new ModelDescription.Network(
                        network.kind, network.unet.innerChannels(), network.unet.resBlocks(), chainSteps, null),
                new ModelDescription.Chain(
                        new double[0], 0, process.path("prediction").asText().toUpperCase(Locale.ROOT)),
                weights,
                all,
                null,
                null,
                new ModelDescription.WholeImage(network.config, process, null));
    }
}
