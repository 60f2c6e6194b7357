package io.acuity.networks.published;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.safetensors.Tensor;
import java.util.Map;

/** Configurations of the published checkpoints whose shapes do not tell them. */
final class PublishedConfigs {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String RESSHIFT = """
            {"image_size": 64, "in_channels": 3, "model_channels": 160, "out_channels": 3,
             "attention_resolutions": [64, 32, 16, 8], "channel_mult": [1, 2, 2, 4],
             "num_res_blocks": [2, 2, 2, 2], "conv_resample": true, "num_head_channels": 32,
             "use_scale_shift_norm": true, "resblock_updown": false, "swin_depth": 2, "swin_embed_dim": 192,
             "window_size": 8, "mlp_ratio": 4, "cond_lq": true, "lq_size": 64}
            """;
    private static final String VQGAN = """
            {"double_z": false, "z_channels": 3, "resolution": 256, "in_channels": 3, "out_ch": 3, "ch": 128,
             "ch_mult": [1, 2, 4], "num_res_blocks": 2, "attn_resolutions": [], "padding_mode": "zeros",
             "n_embed": 8192, "embed_dim": 3}
            """;

    private PublishedConfigs() {}

    /**
     * ResShift's networks as its configuration files give them, unless one is given; the ×2 network shows in its shapes, and
     * so do channels of another latent space.
     */
    static JsonNode resShift(JsonNode given, Map<String, Tensor> weights) {
        if (!given.isEmpty()) {
            return given;
        }
        ObjectNode config = parse(RESSHIFT);
        long condition = 3;
        if (weights.containsKey("feature_extractor.0.weight")) {
            config.put("lq_size", 128);
            condition = Shapes.extent(weights, "feature_extractor.2.op.weight", 0, condition);
        }
        config.put("in_channels", Shapes.extent(weights, "input_blocks.0.0.weight", 1, 3 + condition) - condition);
        config.put("out_channels", Shapes.extent(weights, "out.2.weight", 0, 3));
        return config;
    }

    /** The f4 autoencoder beside them, unless another is given; its width and its codes show in its shapes. */
    static JsonNode vqgan(JsonNode given, Map<String, Tensor> weights) {
        if (!given.isEmpty()) {
            return given;
        }
        ObjectNode config = parse(VQGAN);
        config.put("ch", Shapes.extent(weights, "encoder.conv_in.weight", 0, 128));
        config.put("n_embed", Shapes.extent(weights, "quantize.embedding.weight", 0, 8192));
        return config;
    }

    private static ObjectNode parse(String text) {
        try {
            return JSON.readValue(text, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A configuration written in this class is no JSON.", e);
        }
    }
}
