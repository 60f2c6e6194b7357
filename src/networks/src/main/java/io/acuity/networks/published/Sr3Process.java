package io.acuity.networks.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.gaussian.BetaCurve;
import io.acuity.networks.frames.FrameConfig;
import io.acuity.networks.frames.GaussianChain;
import io.acuity.networks.sr3.Conditioning;
import io.acuity.networks.sr3.Sr3UNet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The chain of SR3's weights: given; or that of the schedule their file holds; or the published one, 2,000 steps of which
 * β grows linearly from 10⁻⁶ to 10⁻² (10⁻⁴ to 2·10⁻² of the variant that is told the step).
 */
final class Sr3Process {
    private static final int SCALE = 8;
    private static final int STEPS = 2000;
    private static final double LARGEST_RATE = 0.999;
    /** Schedules in files are fp32. */
    private static final double TOLERANCE = 1e-4;

    private Sr3Process() {}

    static PublishedChain of(FittedWeights weights, ImportSettings settings) {
        boolean toldStep = Sr3UNet.of(weights.config()).conditioning() == Conditioning.STEP;
        JsonNode given = settings.process();
        ObjectNode known = given.has("schedule") || given.has("n_timestep")
                ? published(toldStep, given.path("n_timestep").asInt(STEPS))
                : inFile(weights).orElseGet(() -> published(toldStep, STEPS));
        known.put("bicubic", "pillow");
        ObjectNode process = PublishedChain.merged(given, known);
        GaussianChain.of(process, toldStep);
        FrameConfig.of(process, new FrameConfig.Defaults("pillow", 1));
        return new PublishedChain(
                settings.scale() == 0 ? SCALE : settings.scale(),
                PublishedChain.shift(
                        new double[0],
                        0,
                        process.path("prediction").asText("noise").toUpperCase(Locale.ROOT)),
                process);
    }

    /** The published rates, made larger where the steps are fewer, so that the last state is as near to pure noise. */
    private static ObjectNode published(boolean toldStep, int steps) {
        double factor = (double) STEPS / Math.max(1, steps);
        double start = factor * (toldStep ? 1e-4 : 1e-6);
        double end = factor * (toldStep ? 2e-2 : 1e-2);
        return process("linear", steps, Math.min(LARGEST_RATE, start), Math.min(LARGEST_RATE, end));
    }

    private static ObjectNode process(String schedule, int steps, double start, double end) {
        ObjectNode process = JsonNodeFactory.instance.objectNode();
        process.put("schedule", schedule);
        process.put("n_timestep", steps);
        process.put("linear_start", start);
        process.put("linear_end", end);
        return process;
    }

    /** The published files carry their schedule's arrays beside the weights. */
    static Optional<ObjectNode> inFile(FittedWeights weights) {
        return weights.all().entrySet().stream()
                .filter(entry ->
                        entry.getKey().equals("betas") || entry.getKey().endsWith(".betas"))
                .map(Map.Entry::getValue)
                .findFirst()
                .map(betas -> recognised(weights, betas));
    }

    private static ObjectNode recognised(FittedWeights weights, Tensor tensor) {
        float[] betas = tensor.floats();
        if (betas.length > 0) {
            double start = shortest(betas[0]);
            double end = shortest(betas[betas.length - 1]);
            for (BetaCurve curve : BetaCurve.values()) {
                if (matches(curve.betas(betas.length, start, end), betas)) {
                    return process(curve.name().toLowerCase(Locale.ROOT), betas.length, start, end);
                }
            }
        }
        throw new CorruptCheckpointException("The noise schedule in " + weights.file()
                + " is of no known curve; give the one to use with --schedule, --steps, --rate-start and --rate-end.");
    }

    /** 10⁻⁶ as fp32 is 9.99999997e-7; what was meant is the shortest decimal number. */
    private static double shortest(float value) {
        return Double.parseDouble(Float.toString(value));
    }

    private static boolean matches(double[] expected, float[] found) {
        for (int i = 0; i < found.length; i++) {
            // A comparison that NaN fails, too.
            if (!(expected[i] > 0 && Math.abs(expected[i] - found[i]) <= TOLERANCE * expected[i])) {
                return false;
            }
        }
        return true;
    }
}
