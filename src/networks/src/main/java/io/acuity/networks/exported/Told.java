package io.acuity.networks.exported;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** What an exported denoiser is told of a step. */
public enum Told {
    /** √γ_t, how much of the state is image, as fp32; what SR3's networks are told. */
    NOISE_LEVEL("the noise level √γ in fp32"),
    /** The number of the trained step from 0 on, as int64. */
    STEP("the number of the step from 0 on in int64");

    private final String text;

    Told(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /**
     * Reads {@code told} of a network's configuration.
     *
     * @param usual where it says nothing
     * @throws IllegalArgumentException if it is neither
     */
    public static Told of(JsonNode config, Told usual) {
        String name = config.path("told").asText(usual.name());
        for (Told told : values()) {
            if (told.name().equals(name.toUpperCase(Locale.ROOT))) {
                return told;
            }
        }
        throw new IllegalArgumentException("its network is told " + name + ", which is neither noise_level nor step.");
    }
}
