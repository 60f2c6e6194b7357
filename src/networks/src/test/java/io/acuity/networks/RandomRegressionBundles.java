package io.acuity.networks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.Sha256;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.networks.regression.Rlfn;
import java.util.Map;

/** Bundles of regression networks with seeded random weights. */
public final class RandomRegressionBundles {
    private RandomRegressionBundles() {}

    /** A small RLFN. */
    public static ModelBundle rlfn(int scale, long seed) {
        Rlfn network = new Rlfn(8, 8, 4, 1, scale);
        ObjectNode config = JsonNodeFactory.instance
                .objectNode()
                .put("width", 8)
                .put("inner", 8)
                .put("attention", 4)
                .put("blocks", 1)
                .put("scale", scale);
        Safetensors weights = new Safetensors(RandomTensors.of(network.parameters(), seed), Map.of());
        return new ModelBundle(
                new ModelDescription(
                        "random-rlfn",
                        "rlfn",
                        scale,
                        new ModelDescription.Network("rlfn", 0, 0, 0, null),
                        new ModelDescription.Chain(new double[0], 0, "NONE"),
                        new ModelDescription.Weights(Sha256.of(weights.encode()), 0),
                        null,
                        null,
                        null,
                        new ModelDescription.WholeImage(
                                config, JsonNodeFactory.instance.objectNode().put("n_timestep", 1), null)),
                weights);
    }
}
