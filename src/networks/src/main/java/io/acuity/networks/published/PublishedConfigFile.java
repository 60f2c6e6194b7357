package io.acuity.networks.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A publisher's configuration file: SR3's JSON ({@code model.unet}, {@code model.beta_schedule}, {@code model.diffusion},
 * {@code datasets}), ResShift's ({@code model.params}, {@code diffusion.params}, {@code autoencoder.params}), or the
 * network's parameters alone, at the top or under {@code config} or {@code unet}.
 */
public final class PublishedConfigFile {
    private PublishedConfigFile() {}

    /** What a file says; empty objects and 0 where it says nothing. */
    public static ImportSettings settings(JsonNode root, boolean keepType) {
        if (root.path("model").path("unet").isObject()) {
            return sr3(root, keepType);
        }
        if (root.path("model").path("params").isObject()) {
            JsonNode process = root.path("diffusion").path("params");
            return new ImportSettings(
                    root.path("model").path("params"),
                    object(root.path("autoencoder").path("params")),
                    object(process),
                    process.path("sf").asInt(0),
                    keepType);
        }
        JsonNode network = root;
        for (String key : new String[] {"unet", "config"}) {
            network = root.path(key).isObject() ? root.path(key) : network;
        }
        return new ImportSettings(network, object(root.path("none")), object(root.path("none")), 0, keepType);
    }

    private static ImportSettings sr3(JsonNode root, boolean keepType) {
        JsonNode model = root.path("model");
        ObjectNode network = PublishedChain.merged(model.path("unet"), JsonNodeFactory.instance.objectNode());
        copy(model.path("diffusion"), "image_size", network);
        copy(model, "which_model_G", network);
        JsonNode schedules = model.path("beta_schedule");
        return new ImportSettings(
                network,
                object(root.path("none")),
                object(schedules.path(schedules.has("val") ? "val" : "train")),
                scale(root.path("datasets")),
                keepType);
    }

    private static int scale(JsonNode datasets) {
        JsonNode data = datasets.path(datasets.has("val") ? "val" : "train");
        int low = data.path("l_resolution").asInt();
        int high = data.path("r_resolution").asInt();
        return low > 0 && high % low == 0 ? high / low : 0;
    }

    private static void copy(JsonNode from, String key, ObjectNode to) {
        if (from.has(key) && !to.has(key)) {
            to.set(key, from.path(key));
        }
    }

    private static JsonNode object(JsonNode node) {
        return node.isObject() ? node : JsonNodeFactory.instance.objectNode();
    }
}
