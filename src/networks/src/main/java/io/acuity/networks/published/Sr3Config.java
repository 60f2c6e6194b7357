package io.acuity.networks.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.safetensors.Tensor;
import java.util.Map;

/**
 * The configuration of SR3's U-Net, read off its downward path: residual blocks and halvings in one numbered row. The
 * groups of its norms and the image size do not show; the published 16→128 network's are taken, but for weights with the
 * shapes of the published 64→512 network.
 */
final class Sr3Config {
    private static final int IMAGE_SIZE = 128;
    private static final int GROUPS = 32;

    /** The published 64→512 network's. */
    private static final int LARGE_SIZE = 512;

    private static final int LARGE_GROUPS = 16;

    private Sr3Config() {}

    /** Fills in what the shapes tell. */
    static JsonNode complete(JsonNode given, Map<String, Tensor> weights) {
        boolean large = isLarge(weights);
        int imageSize = given.path("image_size").asInt(large ? LARGE_SIZE : IMAGE_SIZE);
        int groups = large ? LARGE_GROUPS : GROUPS;
        long inner = Math.max(1, Shapes.extent(weights, "downs.0.weight", 0, 64));
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("in_channel", Shapes.extent(weights, "downs.0.weight", 1, 6));
        config.put("out_channel", Shapes.extent(weights, "final_conv.block.3.weight", 0, 3));
        config.put("inner_channel", inner);
        config.put("norm_groups", inner % groups == 0 ? groups : inner);
        config.put("image_size", imageSize);
        descend(config, weights, inner, imageSize);
        if (weights.keySet().stream().anyMatch(name -> name.startsWith("time_mlp."))) {
            config.put("which_model_G", "ddpm");
        }
        given.properties().forEach(entry -> config.set(entry.getKey(), entry.getValue()));
        return config;
    }

    /** The published 64→512 network: width 64, one block a level, 16 times the width at the fifth. */
    private static boolean isLarge(Map<String, Tensor> weights) {
        return Shapes.extent(weights, "downs.0.weight", 0, 0) == 64
                && Shapes.extent(weights, "downs.9.res_block.block1.block.3.weight", 0, 0) == 1024;
    }

    private static void descend(ObjectNode config, Map<String, Tensor> weights, long inner, int imageSize) {
        ArrayNode multipliers = JsonNodeFactory.instance.arrayNode();
        ArrayNode attention = JsonNodeFactory.instance.arrayNode();
        int elements = Shapes.count(weights, "downs\\.(\\d+)\\..*", 1);
        int blocks = 0;
        for (int i = 1; i <= elements; i++) {
            String block = "downs." + i + ".res_block.block1.block.3.weight";
            if (weights.containsKey(block)) {
                blocks++;
                continue;
            }
            int level = multipliers.size();
            String last = "downs." + (i - 1);
            multipliers.add(Shapes.extent(weights, last + ".res_block.block1.block.3.weight", 0, inner) / inner);
            if (weights.containsKey(last + ".attn.qkv.weight")) {
                attention.add(imageSize >> level);
            }
        }
        config.put("res_blocks", Math.max(1, blocks / Math.max(1, multipliers.size())));
        config.set("channel_mults", multipliers);
        config.set("attn_res", attention);
    }
}
