package io.acuity.networks.vqgan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;

/** Reads the parameters of the published {@code VQModelTorch}. */
final class VqConfig {
    private final JsonNode config;

    private VqConfig(JsonNode config) {
        this.config = config;
    }

    static VqAutoencoder read(JsonNode config) {
        return new VqConfig(config).read();
    }

    private VqAutoencoder read() {
        refuseUnlessAs("double_z", "false");
        refuseUnlessAs("padding_mode", "zeros");
        refuseUnlessAs("attn_type", "vanilla");
        refuseUnlessAs("use_linear_attn", "false");
        refuseUnlessAs("tanh_out", "false");
        refuseUnlessAs("give_pre_end", "false");
        List<Integer> multipliers = integers("ch_mult");
        JsonNode blocks = value("num_res_blocks");
        return new VqAutoencoder(
                integer("in_channels"),
                integer("out_ch"),
                integer("ch"),
                multipliers,
                blocks.isInt() ? Collections.nCopies(multipliers.size(), blocks.asInt()) : integers("num_res_blocks"),
                integer("resolution"),
                new HashSet<>(integers("attn_resolutions")),
                value("resamp_with_conv").asBoolean(true),
                integer("z_channels"),
                new VqAutoencoder.Codes(integer("n_embed"), integer("embed_dim")));
    }

    private JsonNode value(String key) {
        JsonNode nested = config.path("ddconfig").path(key);
        return nested.isMissingNode() ? config.path(key) : nested;
    }

    private void refuseUnlessAs(String key, String supported) {
        JsonNode value = value(key);
        if (!value.isMissingNode() && !value.isNull() && !value.asText().equals(supported)) {
            throw new IllegalArgumentException("A VQ autoencoder with " + key + " " + value.asText()
                    + " is not supported, only with " + supported + ".");
        }
    }

    private int integer(String key) {
        JsonNode value = value(key);
        if (!value.canConvertToInt()) {
            throw new IllegalArgumentException("The configuration of a VQ autoencoder lacks the number " + key + ".");
        }
        return value.asInt();
    }

    private List<Integer> integers(String key) {
        JsonNode value = value(key);
        if (!value.isArray()) {
            throw new IllegalArgumentException("The configuration of a VQ autoencoder lacks the list " + key + ".");
        }
        List<Integer> numbers = new ArrayList<>();
        value.forEach(number -> numbers.add(number.asInt()));
        return numbers;
    }
}
