package io.acuity.networks.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.safetensors.Tensor;
import java.util.Map;

/**
 * The configuration of SRDiff's networks: all of it shows in the shapes of their weights but the number of groups of norms,
 * which published weights have none of. The published configuration files are not to be trusted here: the ×4 file names
 * another encoder than its weights have.
 */
final class SrDiffConfig {
    private SrDiffConfig() {}

    /** Fills in what the shapes tell. */
    static JsonNode complete(JsonNode given, Map<String, Tensor> weights) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        long width = Math.max(1, Shapes.extent(weights, "cond_proj.weight", 1, 64));
        config.put("nf", Shapes.extent(weights, "rrdb.conv_first.weight", 0, 64));
        config.put("nb", Shapes.count(weights, "rrdb\\.RRDB_trunk\\.(\\d+)\\..*", 2));
        config.put("gc", Shapes.extent(weights, "rrdb.RRDB_trunk.0.RDB1.conv1.weight", 0, 32));
        config.put("dim", width);
        ArrayNode multipliers = config.putArray("dim_mults");
        int levels = Shapes.count(weights, "downs\\.(\\d+)\\..*", 1);
        for (int level = 0; level < levels; level++) {
            multipliers.add(Shapes.extent(weights, "downs." + level + ".0.block1.block.1.weight", 0, width) / width);
        }
        config.put("sr_scale", Shapes.extent(weights, "cond_proj.weight", 2, 8) / 2);
        config.put("use_attn", weights.containsKey("mid_attn.fn.g"));
        config.put("up_input", weights.containsKey("up_proj.1.weight"));
        given.properties().forEach(entry -> config.set(entry.getKey(), entry.getValue()));
        return config;
    }
}
