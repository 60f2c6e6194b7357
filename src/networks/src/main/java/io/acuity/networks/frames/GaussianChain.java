package io.acuity.networks.frames;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.diffusion.gaussian.BetaCurve;
import io.acuity.diffusion.gaussian.ChainDomain;
import io.acuity.diffusion.gaussian.GaussianProcess;
import io.acuity.diffusion.gaussian.GaussianProcess.ReverseRule;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.diffusion.gaussian.Prediction;
import io.acuity.diffusion.gaussian.StepVariance;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * The chain of a Gaussian model as its bundle gives it: {@code schedule}, {@code n_timestep}, {@code linear_start},
 * {@code linear_end} of the published configuration; {@code prediction} (noise, clean, residual), {@code domain} (image,
 * residual, doubled_residual), {@code clip_denoised}, {@code sampler} (ancestral, ddim), {@code variance} (posterior, beta, learned) of ancestral {@code eta} and {@code
 * stops_early} of strided steps,
 * {@code sample_steps} and {@code fewer_steps} (spaced, rescaled).
 *
 * @param process the chain that was trained
 * @param shorter the schedule of fewer steps: {@code spaced} visits some of the trained ones, {@code strided}
 *     does at a whole stride from the first on, {@code rescaled} is the same curve over fewer, larger steps. Either ends as near to pure noise as the trained one
 * @param steps that are sampled unless others are asked for
 * @param domain what the chain runs over
 */
public record GaussianChain(
        GaussianProcess process, IntFunction<GaussianSchedule> shorter, int steps, ChainDomain domain) {
    /**
     * Reads it.
     *
     * @param toldStep whether the network is told the number of the step, which only trained schedules have, and not the
     *     noise level
     * @throws IllegalArgumentException if a value is unknown or impossible
     */
    public static GaussianChain of(JsonNode process, boolean toldStep) {
        BetaCurve curve = BetaCurve.named(process.path("schedule").asText("linear"));
        int trained = process.path("n_timestep").asInt();
        double start = process.path("linear_start").asDouble();
        double end = process.path("linear_end").asDouble();
        GaussianSchedule schedule = GaussianSchedule.of(curve, trained, start, end);
        IntFunction<GaussianSchedule> shorter =
                switch (process.path("fewer_steps").asText("spaced")) {
                    case "spaced" -> schedule::spaced;
                    case "strided" -> schedule::strided;
                    case "rescaled" -> steps -> GaussianSchedule.of(curve.rescaled(steps, start, end, trained));
                    default -> throw unknown(process, "fewer_steps", "spaced, strided and rescaled");
                };
        if (toldStep && process.path("fewer_steps").asText().equals("rescaled")) {
            throw new IllegalArgumentException("its network is told numbers of trained steps, which a rescaled schedule"
                    + " does not have; take spaced.");
        }
        int steps = process.path("sample_steps").asInt(trained);
        if (steps < 1 || steps > trained) {
            throw new IllegalArgumentException("a chain of " + trained + " steps cannot be sampled in " + steps + ".");
        }
        return new GaussianChain(
                new GaussianProcess(
                        schedule,
                        named(process, Prediction.class, "prediction", Prediction.NOISE),
                        process.path("clip_denoised").asBoolean(true),
                        rule(process)),
                shorter,
                steps,
                named(process, ChainDomain.class, "domain", ChainDomain.IMAGE));
    }

    private static ReverseRule rule(JsonNode process) {
        return switch (process.path("sampler").asText("ancestral")) {
            case "ancestral" ->
                process.path("variance").asText().equals("learned")
                        ? new ReverseRule.Learned()
                        : new ReverseRule.Ancestral(
                                named(process, StepVariance.class, "variance", StepVariance.POSTERIOR));
            case "ddim" ->
                new ReverseRule.Strided(
                        process.path("eta").asDouble(0),
                        process.path("stops_early").asBoolean(false));
            default -> throw unknown(process, "sampler", "ancestral and ddim");
        };
    }

    private static <E extends Enum<E>> E named(JsonNode process, Class<E> type, String key, E usual) {
        try {
            return Enum.valueOf(type, process.path(key).asText(usual.name()).toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "its " + key + " is " + process.path(key).asText() + ", which is not known.", e);
        }
    }

    private static IllegalArgumentException unknown(JsonNode process, String key, String known) {
        return new IllegalArgumentException(
                "its " + key + " is " + process.path(key).asText() + ", which is none of " + known + ".");
    }
}
