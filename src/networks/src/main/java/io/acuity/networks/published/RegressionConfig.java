package io.acuity.networks.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.networks.regression.RegressionNetwork;
import java.util.Map;
import java.util.Set;

/** The configuration of regression networks, all of which shows in the shapes of their weights, and how they are used. */
final class RegressionConfig {
    /** What can be said of a network that is on no chain. */
    private static final Set<String> KNOWN = Set.of("chop_size", "chop_stride");

    private RegressionConfig() {}

    static JsonNode rlfn(JsonNode given, Map<String, Tensor> weights) {
        ObjectNode config = common("conv_1.weight", "block_(\\d+)\\..*", weights);
        config.put("inner", Shapes.extent(weights, "block_1.c1_r.weight", 0, 0));
        config.put("attention", Shapes.extent(weights, "block_1.esa.conv1.weight", 0, 0));
        return PublishedChain.merged(given, config);
    }

    static JsonNode rfdn(JsonNode given, Map<String, Tensor> weights) {
        ObjectNode config = common("fea_conv.weight", "B(\\d+)\\..*", weights);
        config.put("distilled", Shapes.extent(weights, "B1.c1_d.weight", 0, 0));
        config.put("attention", Shapes.extent(weights, "B1.esa.conv1.weight", 0, 0));
        return PublishedChain.merged(given, config);
    }

    static JsonNode span(JsonNode given, Map<String, Tensor> weights) {
        return PublishedChain.merged(given, common("conv_1.eval_conv.weight", "block_(\\d+)\\..*", weights));
    }

    /** Width and blocks, and the magnification, whose square each colour has channels of before they are shuffled. */
    private static ObjectNode common(String first, String block, Map<String, Tensor> weights) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("width", Shapes.extent(weights, first, 0, 0));
        config.put("blocks", Shapes.count(weights, block, 1) - 1);
        long shuffled = Shapes.extent(weights, "upsampler.0.weight", 0, 0);
        config.put("scale", Math.round(Math.sqrt((double) shuffled / RegressionNetwork.COLOURS)));
        return config;
    }

    /**
     * One step without a chain.
     *
     * @throws IllegalArgumentException if a chain or another scale is asked for
     */
    static PublishedChain process(PublishedSystem system, FittedWeights weights, ImportSettings settings) {
        int scale = weights.config().path("scale").asInt();
        if (settings.scale() != 0 && settings.scale() != scale) {
            throw new IllegalArgumentException("The weights in " + weights.file() + " make images " + scale
                    + " times larger, not " + settings.scale() + "; leave --scale out.");
        }
        settings.process().fieldNames().forEachRemaining(key -> {
            if (!KNOWN.contains(key)) {
                throw new IllegalArgumentException("The system " + system.id()
                        + " makes an image in one pass, without a chain that " + key
                        + " could be set of; leave the options of chains out.");
            }
        });
        ObjectNode process = JsonNodeFactory.instance.objectNode().put("n_timestep", 1);
        return new PublishedChain(
                scale, PublishedChain.NONE.shift(), PublishedChain.merged(settings.process(), process));
    }
}
