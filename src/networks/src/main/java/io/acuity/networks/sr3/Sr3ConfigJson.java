package io.acuity.networks.sr3;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** Writes a network as the configuration that {@link Sr3UNet#of} reads. */
final class Sr3ConfigJson {
    private Sr3ConfigJson() {}

    static ObjectNode of(Sr3UNet network) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("in_channel", network.inChannels());
        config.put("out_channel", network.outChannels());
        config.put("inner_channel", network.innerChannels());
        config.put("norm_groups", network.normGroups());
        config.set("channel_mults", integers(network.multipliers()));
        config.set("attn_res", integers(network.attentionSizes()));
        config.put("res_blocks", network.resBlocks());
        config.put("image_size", network.imageSize());
        if (network.conditioning() == Conditioning.STEP) {
            config.put("which_model_G", "ddpm");
        }
        addOptions(config, network.options());
        return config;
    }

    private static void addOptions(ObjectNode config, Sr3Options options) {
        config.put("num_heads", options.heads());
        config.put("early_att", options.inputAttention());
        config.put("learned_variance", options.learnedVariance());
        LrInjection injection = options.injection();
        if (injection != null) {
            config.putObject("lr_injection")
                    .put("fusion", injection.fusion().name().toLowerCase(Locale.ROOT))
                    .put("bridge", injection.bridge().name().toLowerCase(Locale.ROOT))
                    .put("size", injection.size());
        }
    }

    private static ArrayNode integers(List<Integer> values) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        values.forEach(list::add);
        return list;
    }
}
