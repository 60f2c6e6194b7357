package io.acuity.networks.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.networks.idm.Idm;
import java.util.Map;

/** The configuration of IDM's networks: that of SR3's U-Net, and the encoder's, which shows in the shapes of its weights. */
final class IdmConfig {
    /** Shapes are the same whatever the largest magnification. */
    private static final double ANY_SCALE = 2;

    private IdmConfig() {}

    /** Fills in what the shapes tell. */
    static JsonNode complete(JsonNode given, Map<String, Tensor> weights) {
        ObjectNode config = PublishedChain.merged(Sr3Config.complete(given, weights), given);
        config.put("edsr_blocks", Shapes.count(weights, "encoder\\.body\\.(\\d+)\\.body\\..*", 16));
        config.put("edsr_feats", Shapes.extent(weights, "encoder.head.0.weight", 0, 64));
        return config;
    }

    static Idm network(JsonNode complete) {
        return Idm.of(complete, ANY_SCALE);
    }
}
