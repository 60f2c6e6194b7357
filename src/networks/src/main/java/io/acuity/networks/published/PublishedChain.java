package io.acuity.networks.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.bundle.ModelDescription;

/**
 * How a published network is used.
 *
 * @param scale magnification
 * @param shift the residual-shift chain; without steps for other systems
 * @param process all else, as bundles keep it
 */
record PublishedChain(int scale, ModelDescription.Chain shift, JsonNode process) {
    /** A network that is on no chain. */
    static final PublishedChain NONE =
            new PublishedChain(1, shift(new double[0], 0, "NONE"), JsonNodeFactory.instance.objectNode());

    static ModelDescription.Chain shift(double[] etas, double kappa, String target) {
        return new ModelDescription.Chain(etas, kappa, target);
    }

    /** The first object with what it lacks of the second. */
    static ObjectNode merged(JsonNode first, JsonNode second) {
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        second.properties().forEach(entry -> merged.set(entry.getKey(), entry.getValue()));
        first.properties().forEach(entry -> merged.set(entry.getKey(), entry.getValue()));
        return merged;
    }
}
