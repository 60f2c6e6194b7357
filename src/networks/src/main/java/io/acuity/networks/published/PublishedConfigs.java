package io.acuity.networks.published;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Configurations of the published checkpoints whose shapes do not tell them. */
final class PublishedConfigs {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PublishedConfigs() {}

    /** ResShift's ×4 networks, as its configuration files give them. */
    static JsonNode resShift() {
        return parse("""
                {"image_size": 64, "in_channels": 3, "model_channels": 160, "out_channels": 3,
                 "attention_resolutions": [64, 32, 16, 8], "channel_mult": [1, 2, 2, 4],
                 "num_res_blocks": [2, 2, 2, 2], "conv_resample": true, "num_head_channels": 32,
                 "use_scale_shift_norm": true, "resblock_updown": false, "swin_depth": 2, "swin_embed_dim": 192,
                 "window_size": 8, "mlp_ratio": 4, "cond_lq": true, "lq_size": 64}
                """);
    }

    /** The f4 autoencoder beside them. */
    static JsonNode vqgan() {
        return parse("""
                {"double_z": false, "z_channels": 3, "resolution": 256, "in_channels": 3, "out_ch": 3, "ch": 128,
                 "ch_mult": [1, 2, 4], "num_res_blocks": 2, "attn_resolutions": [], "padding_mode": "zeros",
                 "n_embed": 8192, "embed_dim": 3}
                """);
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A configuration written in this class is no JSON.", e);
        }
    }
}
