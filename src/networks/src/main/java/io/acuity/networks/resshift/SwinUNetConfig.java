package io.acuity.networks.resshift;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the parameters of the published {@code UNetModelSwin}, with the defaults of its constructor. */
final class SwinUNetConfig {
    private SwinUNetConfig() {}

    static SwinUNet read(JsonNode config) {
        if (!config.path("cond_lq").asBoolean(true)) {
            throw new IllegalArgumentException("A Swin U-Net with cond_lq false cannot run: the published network takes"
                    + " the LR image's channels into account in any case.");
        }
        List<Double> multipliers = new ArrayList<>();
        numbers(config, "channel_mult").forEach(number -> multipliers.add(number.asDouble()));
        return new SwinUNet(
                integer(config, "image_size"),
                integer(config, "in_channels"),
                integer(config, "model_channels"),
                integer(config, "out_channels"),
                multipliers,
                residualBlocks(config, multipliers.size()),
                attentionSizes(config),
                config.path("conv_resample").asBoolean(true),
                config.path("resblock_updown").asBoolean(false),
                config.path("use_scale_shift_norm").asBoolean(false),
                attention(config),
                new SwinUNet.Condition(
                        config.path("lq_size").asInt(256),
                        config.path("cond_mask").asBoolean(false) ? 4 : 3));
    }

    private static List<Integer> residualBlocks(JsonNode config, int levels) {
        JsonNode blocks = config.path("num_res_blocks");
        if (blocks.isInt()) {
            return Collections.nCopies(levels, blocks.asInt());
        }
        List<Integer> perLevel = new ArrayList<>();
        numbers(config, "num_res_blocks").forEach(number -> perLevel.add(number.asInt()));
        return perLevel;
    }

    private static Set<Integer> attentionSizes(JsonNode config) {
        Set<Integer> sizes = new HashSet<>();
        numbers(config, "attention_resolutions").forEach(number -> sizes.add(number.asInt()));
        return sizes;
    }

    private static SwinUNet.Attention attention(JsonNode config) {
        int channels = config.path("swin_embed_dim").asInt(96);
        int headChannels = config.path("num_head_channels").asInt(-1);
        int heads = headChannels == -1 ? config.path("num_heads").asInt(1) : channels / Math.max(1, headChannels);
        return new SwinUNet.Attention(
                config.path("swin_depth").asInt(2),
                channels,
                heads,
                config.path("window_size").asInt(8),
                (int) (channels * config.path("mlp_ratio").asDouble(2)),
                config.path("patch_norm").asBoolean(false));
    }

    private static int integer(JsonNode config, String key) {
        JsonNode value = config.path(key);
        if (!value.canConvertToInt()) {
            throw new IllegalArgumentException("The configuration of a Swin U-Net lacks the number " + key + ".");
        }
        return value.asInt();
    }

    private static JsonNode numbers(JsonNode config, String key) {
        JsonNode value = config.path(key);
        if (!value.isArray()) {
            throw new IllegalArgumentException("The configuration of a Swin U-Net lacks the list " + key + ".");
        }
        return value;
    }
}
