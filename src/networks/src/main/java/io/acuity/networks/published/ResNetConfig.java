package io.acuity.networks.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.safetensors.Tensor;
import java.util.Map;

/** The configuration of a residual network: all of it shows in the shapes of its weights. */
final class ResNetConfig {
    private ResNetConfig() {}

    /** Fills in what the shapes tell. */
    static JsonNode complete(JsonNode given, Map<String, Tensor> weights) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("stem", Shapes.extent(weights, "conv1.weight", 0, 64));
        ArrayNode blocks = config.putArray("blocks");
        int stages = Shapes.count(weights, "layer(\\d+)\\..*", 5) - 1;
        for (int stage = 1; stage <= stages; stage++) {
            blocks.add(Shapes.count(weights, "layer" + stage + "\\.(\\d+)\\..*", 1));
        }
        config.put("classes", Shapes.extent(weights, "linear.weight", 0, 0));
        given.properties().forEach(entry -> config.set(entry.getKey(), entry.getValue()));
        return config;
    }
}
