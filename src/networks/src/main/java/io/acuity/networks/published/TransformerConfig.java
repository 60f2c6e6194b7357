package io.acuity.networks.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.safetensors.Tensor;
import java.util.Map;

/**
 * The configuration of a vision transformer: everything but the number of heads shows in the shapes of its weights.
 * ViT-S has six.
 */
final class TransformerConfig {
    private static final int SMALL_HEADS = 6;
    private static final int HEAD_WIDTH = 64;

    private TransformerConfig() {}

    /** Fills in what the shapes tell. */
    static JsonNode complete(JsonNode given, Map<String, Tensor> weights, int patch) {
        long width = Shapes.extent(weights, "cls_token", 2, 384);
        long places = Shapes.extent(weights, "pos_embed", 1, 1 + 224L / patch * (224L / patch));
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("img_size", Math.round(Math.sqrt(places - 1.0)) * patch);
        config.put("patch_size", patch);
        config.put("embed_dim", width);
        config.put("depth", Shapes.count(weights, "blocks\\.(\\d+)\\..*", 12));
        config.put("num_heads", width % SMALL_HEADS == 0 ? SMALL_HEADS : Math.max(1, width / HEAD_WIDTH));
        config.put("mlp_ratio", Shapes.extent(weights, "blocks.0.mlp.fc1.weight", 0, 4 * width) / (double) width);
        config.put("eps", 1e-6);
        config.put("qkv_bias", weights.containsKey("blocks.0.attn.qkv.bias"));
        given.properties().forEach(entry -> config.set(entry.getKey(), entry.getValue()));
        return config.put("patch_size", patch);
    }
}
