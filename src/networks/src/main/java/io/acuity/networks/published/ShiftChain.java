package io.acuity.networks.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.networks.frames.FrameConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The chain of ResShift's weights by the keys of its configuration: {@code steps}, {@code min_noise_level},
 * {@code etas_end}, {@code kappa}, {@code power} (also under {@code schedule_kwargs}), {@code predict_type},
 * {@code normalize_input}, {@code sf}. Weights of 15 and of 4 steps have the same shapes, so that the number is given or
 * stands in the file's name. DeltaDiff's chain is the same with κ = 0 and a smallest noise level of 0.01, which fits its
 * published pictures best.
 */
final class ShiftChain {
    private static final Pattern STEPS_IN_NAME = Pattern.compile("_s(\\d{1,3})(?=[_.]|$)");
    private static final int DELTA_STEPS = 4;
    private static final int FEW_STEPS = 4;
    private static final int SCALE = 4;
    /** What the chain itself tells, and need not be kept beside it. */
    private static final List<String> IN_CHAIN = List.of(
            "steps",
            "min_noise_level",
            "etas_end",
            "kappa",
            "power",
            "schedule_kwargs",
            "schedule_name",
            "predict_type",
            "sf",
            "scale_factor",
            "latent_flag",
            "timestep_respacing");

    private ShiftChain() {}

    static PublishedChain resShift(FittedWeights weights, ImportSettings settings) {
        int steps = settings.process().path("steps").asInt(0);
        if (steps == 0) {
            steps = stepsInName(weights.file());
        }
        return of(weights, settings, steps, new Usual(steps > FEW_STEPS ? 0.04 : 0.2, 2));
    }

    static PublishedChain deltaDiff(FittedWeights weights, ImportSettings settings) {
        if (settings.process().path("kappa").asDouble(0) != 0) {
            throw new IllegalArgumentException("DeltaDiff is without noise, kappa 0; import it as resshift.");
        }
        int steps = settings.process().path("steps").asInt(DELTA_STEPS);
        return of(weights, settings, steps, new Usual(0.01, 0));
    }

    private record Usual(double minNoiseLevel, double kappa) {}

    private static PublishedChain of(FittedWeights weights, ImportSettings settings, int steps, Usual usual) {
        JsonNode given = settings.process();
        double kappa = given.path("kappa").asDouble(usual.kappa);
        double power = given.path("schedule_kwargs").path("power").asDouble(0.3);
        ShiftSchedule schedule = ShiftSchedule.resShift(
                steps,
                given.path("min_noise_level").asDouble(usual.minNoiseLevel),
                given.path("etas_end").asDouble(0.99),
                given.path("power").asDouble(power),
                kappa);
        ObjectNode process = PublishedChain.merged(given, JsonNodeFactory.instance.objectNode());
        process.remove(IN_CHAIN);
        FrameConfig.of(process, new FrameConfig.Defaults("pytorch", 1));
        return new PublishedChain(
                scale(weights, settings), PublishedChain.shift(schedule.etas(), kappa, target(given)), process);
    }

    private static int scale(FittedWeights weights, ImportSettings settings) {
        if (settings.scale() != 0) {
            return settings.scale();
        }
        // The ×2 network halves the LR image to the size of its latents, which are four times smaller than the result.
        JsonNode network = weights.config();
        int halvings = network.path("lq_size").asInt()
                / Math.max(1, network.path("image_size").asInt());
        return settings.process().path("sf").asInt(halvings == 2 ? 2 : SCALE);
    }

    private static int stepsInName(Path file) {
        Matcher found = STEPS_IN_NAME.matcher(String.valueOf(file.getFileName()));
        if (found.find()) {
            return Integer.parseInt(found.group(1));
        }
        throw new IllegalArgumentException("The number of steps of ResShift's weights " + file
                + " stands neither in their name (as in resshift_realsrx4_s15_v1.pth) nor on the command line; give it with"
                + " --steps, 15 or 4 of the published ones.");
    }

    private static String target(JsonNode given) {
        String predicted = given.path("predict_type").asText("xstart").toLowerCase(Locale.ROOT);
        return switch (predicted) {
            case "xstart" -> "CLEAN";
            case "residual" -> "RESIDUAL";
            case "previous" -> "PREVIOUS";
            default ->
                throw new IllegalArgumentException("Networks that predict " + predicted
                        + " are not supported, only xstart, residual and previous.");
        };
    }
}
