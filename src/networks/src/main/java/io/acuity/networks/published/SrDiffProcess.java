package io.acuity.networks.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.networks.frames.FrameConfig;
import io.acuity.networks.frames.GaussianChain;

/**
 * The chain of SRDiff's weights: over doubled residuals, 100 steps of the cosine schedule, unless something else is given or
 * stands in their file. Its networks know an upsampled image that was divided by 256 instead of 255: {@code bicubic}
 * matlab-256, for weights trained otherwise matlab.
 */
final class SrDiffProcess {
    private static final int STEPS = 100;

    private SrDiffProcess() {}

    static PublishedChain of(FittedWeights weights, ImportSettings settings) {
        JsonNode given = settings.process();
        ObjectNode known = given.has("schedule") || given.has("n_timestep")
                ? published(given.path("n_timestep").asInt(STEPS))
                : Sr3Process.inFile(weights).orElseGet(() -> published(STEPS));
        known.put("domain", "doubled_residual");
        known.put("bicubic", "matlab-256");
        ObjectNode process = PublishedChain.merged(given, known);
        GaussianChain.of(process, true);
        FrameConfig.of(process, new FrameConfig.Defaults("matlab-256", 1));
        int scale = weights.config().path("sr_scale").asInt();
        if (settings.scale() != 0 && settings.scale() != scale) {
            throw new IllegalArgumentException("SRDiff's weights " + weights.file() + " are for scale " + scale
                    + ", not for " + settings.scale() + "; leave the scale out.");
        }
        return new PublishedChain(scale, PublishedChain.shift(new double[0], 0, "NOISE"), process);
    }

    private static ObjectNode published(int steps) {
        return JsonNodeFactory.instance.objectNode().put("schedule", "cosine").put("n_timestep", steps);
    }
}
