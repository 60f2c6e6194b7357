package io.acuity.cli.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.checkpoints.npy.NpyArray;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.checkpoints.weights.StateDictNames;
import io.acuity.diffusion.gaussian.BetaCurve;
import io.acuity.diffusion.gaussian.GaussianProcess;
import io.acuity.diffusion.gaussian.GaussianProcess.ReverseRule;
import io.acuity.diffusion.gaussian.GaussianSampler;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.diffusion.gaussian.Prediction;
import io.acuity.diffusion.gaussian.StepVariance;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.sr3.Sr3Denoiser;
import io.acuity.networks.sr3.Sr3UNet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** SR3: its U-Net, its schedules, and whole reverse chains with the network itself. */
final class Sr3Cases {
    private Sr3Cases() {}

    static Verdict uNet(GoldenCase recorded) {
        NpyArray x = recorded.array("x");
        Sr3UNet network = Sr3UNet.of(recorded.meta().path("config"));
        // The levels are given, so that any schedule will do.
        GaussianSchedule unused = GaussianSchedule.of(new double[] {0.5});
        try (Sr3Denoiser denoiser = denoiser(recorded, network, unused)) {
            float[] eps = denoiser.predict(
                    x.toFloats(),
                    recorded.array("noise_level").toFloats(),
                    x.shape().get(2),
                    x.shape().get(3));
            return new Verdict.Compared(List.of(recorded.compare("eps", eps)));
        }
    }

    static Verdict ancestral(GoldenCase recorded) {
        JsonNode meta = recorded.meta();
        GaussianSchedule schedule = schedule(meta.path("schedule"));
        GaussianProcess process = new GaussianProcess(
                schedule,
                Prediction.NOISE,
                meta.path("clip_denoised").asBoolean(true),
                new ReverseRule.Ancestral(StepVariance.POSTERIOR));
        List<Check> checks = new ArrayList<>(tables(recorded, schedule));
        List<float[]> noise = recorded.byIndex("noise");
        checks.addAll(chain(recorded, process, noise::get));
        return new Verdict.Compared(checks);
    }

    static Verdict strided(GoldenCase recorded) {
        JsonNode meta = recorded.meta();
        GaussianSchedule trained = trained(meta);
        int[] visited = Arrays.stream(recorded.array("indices").values())
                .mapToInt(index -> (int) index)
                .sorted()
                .toArray();
        GaussianProcess process = GaussianProcess.strided(
                trained.spaced(visited),
                meta.path("clip_denoised").asBoolean(false),
                meta.path("eta").asDouble(0));
        List<Check> checks = new ArrayList<>();
        checks.add(recorded.compare("alphas_cumprod", each(trained, trained::alphaBar)));
        List<float[]> noise = recorded.has("noise") ? recorded.byIndex("noise") : List.of();
        checks.addAll(chain(recorded, process, noise::get));
        return new Verdict.Compared(checks);
    }

    static Verdict spaced(GoldenCase recorded) {
        JsonNode meta = recorded.meta();
        GaussianSchedule trained = trained(meta);
        GaussianSchedule schedule = trained.spaced(meta.path("K").asInt());
        return new Verdict.Compared(List.of(
                recorded.compare("use", each(schedule, schedule::original)),
                recorded.compare("betas", each(schedule, schedule::beta)),
                recorded.compare("alphas_cumprod", each(schedule, schedule::alphaBar))));
    }

    /** The schedule a network was trained with: written out, or T with the end points of a named curve. */
    private static GaussianSchedule trained(JsonNode meta) {
        if (meta.path("schedule").isObject()) {
            return schedule(meta.path("schedule"));
        }
        boolean roots = meta.has("beta_sqrt_linear");
        JsonNode ends = roots ? meta.path("beta_sqrt_linear") : meta.path(meta.has("beta") ? "beta" : "beta_linear");
        return GaussianSchedule.of(
                roots ? BetaCurve.QUAD : BetaCurve.LINEAR,
                meta.path("T").asInt(),
                ends.path(0).asDouble(),
                ends.path(1).asDouble());
    }

    /** A schedule as published configurations write it. */
    static GaussianSchedule schedule(JsonNode config) {
        return GaussianSchedule.of(
                BetaCurve.named(config.path("schedule").asText()),
                config.path("n_timestep").asInt(),
                config.path("linear_start").asDouble(),
                config.path("linear_end").asDouble());
    }

    /** The network of a case, told the noise levels of {@code schedule}. */
    static Sr3Denoiser denoiser(GoldenCase recorded, Sr3UNet network, GaussianSchedule schedule) {
        Map<String, Tensor> weights = StateDictNames.SR3.strip(recorded.weights(), recorded.name());
        return Sr3Denoiser.load(network, weights, schedule, ScalarType.FLOAT32);
    }

    private static List<Check> chain(GoldenCase recorded, GaussianProcess process, GaussianSampler.Noise noise) {
        NpyArray upsampled = recorded.array("cond");
        int rank = upsampled.shape().size();
        float[] y = upsampled.toFloats();
        Sr3UNet network = Sr3UNet.of(recorded.meta().path("unet"));
        try (Sr3Denoiser denoiser = denoiser(recorded, network, process.schedule())) {
            List<float[]> states = byIndex(new GaussianSampler(process)
                    .sample(
                            recorded.array("x_T").toFloats(),
                            y,
                            denoiser.predictor(
                                    y,
                                    upsampled.shape().get(rank - 2),
                                    upsampled.shape().get(rank - 1)),
                            noise));
            return List.of(recorded.compare("traj", states), recorded.compare("x_0", states.get(0)));
        }
    }

    private static List<Check> tables(GoldenCase recorded, GaussianSchedule schedule) {
        double[] levels = IntStream.range(-1, schedule.steps())
                .mapToDouble(schedule::noiseLevel)
                .toArray();
        return List.of(
                recorded.compare("betas", schedule.betas()),
                recorded.compare("alphas_cumprod", each(schedule, schedule::alphaBar)),
                recorded.compare("sqrt_alphas_cumprod_prev", levels),
                recorded.compare("posterior_variance", each(schedule, schedule::posteriorVariance)),
                recorded.compare("posterior_log_variance_clipped", each(schedule, schedule::posteriorLogVariance)),
                recorded.compare("posterior_mean_coef1", each(schedule, schedule::cleanWeight)),
                recorded.compare("posterior_mean_coef2", each(schedule, schedule::stateWeight)));
    }

    /** States in visiting order, turned into the order of their steps. */
    static List<float[]> byIndex(List<float[]> visited) {
        List<float[]> states = new ArrayList<>(visited);
        Collections.reverse(states);
        return states;
    }

    private static double[] each(GaussianSchedule schedule, IntToDoubleFunction coefficient) {
        return IntStream.range(0, schedule.steps()).mapToDouble(coefficient).toArray();
    }
}
