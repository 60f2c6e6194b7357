package io.acuity.networks.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * What is known of published weights beside their files, under its published keys; the rest is read off the weights or is
 * as published.
 *
 * @param network parameters of the network; empty for nothing
 * @param codec parameters of the autoencoder; empty for nothing
 * @param process parameters of the chain; empty for nothing
 * @param scale magnification; 0 where it is not known
 * @param keepType whether half precision is kept; otherwise everything becomes fp32
 */
public record ImportSettings(JsonNode network, JsonNode codec, JsonNode process, int scale, boolean keepType) {
    /** Nothing is known. */
    public static final ImportSettings NONE = new ImportSettings(empty(), empty(), empty(), 0, false);

    /** Validates the scale. */
    public ImportSettings {
        if (scale < 0) {
            throw new IllegalArgumentException("A scale is at least 1, not " + scale + ".");
        }
    }

    /** The same with values of the chain in place of those known, and another scale unless it is 0. */
    public ImportSettings with(JsonNode values, int otherScale) {
        return new ImportSettings(
                network, codec, PublishedChain.merged(values, process), otherScale == 0 ? scale : otherScale, keepType);
    }

    private static JsonNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }
}
