package io.acuity.networks.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The chain of IDM's weights, which is SR3's. With {@code sampler} ddim come the habits of the published code: 200 steps at a
 * whole stride, estimates that are not clipped, and an end before the last step.
 */
final class IdmProcess {
    private static final int STRIDED_STEPS = 200;

    private IdmProcess() {}

    static PublishedChain of(FittedWeights weights, ImportSettings settings) {
        ObjectNode known = JsonNodeFactory.instance.objectNode().put("bicubic", "matlab");
        JsonNode given = settings.process();
        if (given.path("sampler").asText().equals("ddim")) {
            known.put("fewer_steps", "strided");
            known.put("clip_denoised", false);
            known.put("stops_early", true);
            int trained = given.path("n_timestep").asInt(STRIDED_STEPS);
            known.put("sample_steps", Math.min(STRIDED_STEPS, trained));
        }
        return Sr3Process.of(
                weights,
                new ImportSettings(
                        settings.network(),
                        settings.codec(),
                        PublishedChain.merged(given, known),
                        settings.scale(),
                        settings.keepType()));
    }
}
