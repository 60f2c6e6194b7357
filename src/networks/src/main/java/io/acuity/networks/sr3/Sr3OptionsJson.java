package io.acuity.networks.sr3;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.networks.sr3.LrInjection.Bridge;
import io.acuity.networks.sr3.LrInjection.Fusion;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The options in a network's configuration: {@code num_heads}, {@code early_att}, {@code learned_variance}, and {@code
 * lr_injection} with {@code fusion} (concat, add), {@code bridge} (direct, bicubic, large, small) and {@code size}. What is
 * not there is as in SR3.
 */
final class Sr3OptionsJson {
    private Sr3OptionsJson() {}

    static Sr3Options of(JsonNode config) {
        return new Sr3Options(
                config.path("num_heads").asInt(1),
                injection(config.path("lr_injection")),
                config.path("early_att").asBoolean(false),
                config.path("learned_variance").asBoolean(false));
    }

    private static @Nullable LrInjection injection(JsonNode config) {
        return config.isObject()
                ? new LrInjection(
                        named(Fusion.class, config, "fusion", Fusion.CONCAT),
                        named(Bridge.class, config, "bridge", Bridge.SMALL),
                        config.path("size").asInt())
                : null;
    }

    private static <E extends Enum<E>> E named(Class<E> type, JsonNode config, String key, E usual) {
        String name = config.path(key).asText(usual.name());
        try {
            return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "its lr_injection has the " + key + " " + name + ", which is not known.", e);
        }
    }
}
