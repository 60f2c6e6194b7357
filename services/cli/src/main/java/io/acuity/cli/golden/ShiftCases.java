package io.acuity.cli.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.checkpoints.weights.StateDictNames;
import io.acuity.diffusion.Target;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSampler;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.resshift.SwinDenoiser;
import io.acuity.networks.resshift.SwinUNet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Residual-shift samplers, ResShift's and DeltaDiff's: schedule, forward process, posterior and the reverse chain, with
 * the network's recorded predictions in place of the network and, where the case holds its weights, with the network.
 */
final class ShiftCases {
    private ShiftCases() {}

    static Verdict deltaDiff(GoldenCase recorded) {
        JsonNode meta = recorded.meta();
        List<Check> checks = new ArrayList<>();
        if (meta.path("schedule").asText("B").startsWith("B")) {
            ShiftSchedule schedule = ShiftSchedule.deltaDiff(
                    meta.path("T").asInt(),
                    meta.path("eta_1").asDouble(),
                    meta.path("eta_T").asDouble(),
                    meta.path("power").asDouble());
            checks.add(recorded.compare("etas", schedule.etas()));
        }
        // The sampler takes any schedule, so the chain runs on the recorded one.
        ShiftSchedule schedule = ShiftSchedule.of(recorded.array("etas").values(), 0);
        ShiftProcess process = new ShiftProcess(schedule, Target.CLEAN, true, false);
        float[] x0 = recorded.array("x0").toFloats();
        float[] y = recorded.array("y").toFloats();
        float[] none = new float[0];
        checks.add(recorded.compare("forward", states(schedule, index -> process.forward(index, x0, y, none))));
        List<float[]> trajectory = reverse(recorded, process, y, index -> none);
        checks.add(recorded.compare("traj", trajectory));
        checks.add(recorded.compare("out", trajectory.get(0)));
        checks.addAll(withNetwork(recorded, process, index -> none));
        return new Verdict.Compared(checks);
    }

    static Verdict resShift(GoldenCase recorded) {
        JsonNode meta = recorded.meta();
        ShiftSchedule schedule = ShiftSchedule.resShift(
                meta.path("steps").asInt(),
                meta.path("min_noise_level").asDouble(),
                meta.path("etas_end").asDouble(),
                meta.path("power").asDouble(),
                meta.path("kappa").asDouble());
        ShiftProcess process = new ShiftProcess(
                schedule,
                Target.CLEAN,
                meta.path("clip_denoised").asBoolean(),
                meta.path("normalize_input").asBoolean());
        float[] x0 = recorded.array("x0").toFloats();
        float[] y = recorded.array("y").toFloats();
        List<float[]> noise = recorded.byIndex("noise");
        List<Check> checks = new ArrayList<>(coefficients(recorded, schedule));
        checks.add(recorded.compare("x_T", process.prior(y, noise.get(process.steps()))));
        checks.add(recorded.compare(
                "q_sample", states(schedule, index -> process.forward(index, x0, y, noise.get(index)))));
        checks.add(recorded.compare("traj", reverse(recorded, process, y, noise::get)));
        checks.addAll(withNetwork(recorded, process, noise::get));
        return new Verdict.Compared(checks);
    }

    private static List<Check> coefficients(GoldenCase recorded, ShiftSchedule schedule) {
        return List.of(
                recorded.compare("etas", schedule.etas()),
                recorded.compare("sqrt_etas", each(schedule, index -> Math.sqrt(schedule.eta(index)))),
                recorded.compare("alpha", each(schedule, index -> schedule.eta(index) - schedule.eta(index - 1))),
                recorded.compare("posterior_mean_coef1", each(schedule, schedule::stateWeight)),
                recorded.compare("posterior_mean_coef2", each(schedule, schedule::cleanWeight)),
                recorded.compare("posterior_variance", each(schedule, schedule::posteriorVariance)));
    }

    /** The reverse chain with the recorded predictions; states by step index. */
    private static List<float[]> reverse(
            GoldenCase recorded, ShiftProcess process, float[] y, ShiftSampler.Noise noise) {
        List<float[]> predictions = recorded.byIndex("pred_x0");
        return byIndex(new ShiftSampler(process).sample(y, (state, index) -> predictions.get(index), noise));
    }

    private static List<float[]> byIndex(List<float[]> visited) {
        List<float[]> byIndex = new ArrayList<>(visited);
        Collections.reverse(byIndex);
        return byIndex;
    }

    /** The whole reverse chain with the network itself, which sees y as its LR image. */
    private static List<Check> withNetwork(GoldenCase recorded, ShiftProcess process, ShiftSampler.Noise noise) {
        if (!recorded.hasWeights()) {
            return List.of();
        }
        FloatImage y = recorded.images("y").get(0);
        SwinUNet network = SwinUNet.of(recorded.meta().path("unet"));
        try (SwinDenoiser denoiser =
                SwinDenoiser.load(network, recorded.weights(StateDictNames.RESSHIFT), ScalarType.FLOAT32)) {
            List<float[]> predictions = new ArrayList<>();
            ShiftSampler.Predictor predictor = (state, index) -> {
                FloatImage input = new FloatImage(y.channels(), y.height(), y.width(), state);
                predictions.add(denoiser.predict(input, y, index).values());
                return predictions.getLast();
            };
            List<float[]> trajectory = byIndex(new ShiftSampler(process).sample(y.values(), predictor, noise));
            List<Check> checks = new ArrayList<>();
            checks.add(recorded.compare("pred_x0", byIndex(clipped(predictions, process)))
                    .of("network, pred_x0"));
            checks.add(recorded.compare("traj", trajectory).of("network, traj"));
            return checks;
        }
    }

    private static List<float[]> clipped(List<float[]> predictions, ShiftProcess process) {
        if (process.clipped()) {
            for (float[] prediction : predictions) {
                for (int i = 0; i < prediction.length; i++) {
                    prediction[i] = Math.clamp(prediction[i], -1f, 1f);
                }
            }
        }
        return predictions;
    }

    private static List<float[]> states(ShiftSchedule schedule, java.util.function.IntFunction<float[]> stateAt) {
        return IntStream.range(0, schedule.steps()).mapToObj(stateAt).toList();
    }

    private static double[] each(ShiftSchedule schedule, IntToDoubleFunction coefficient) {
        return IntStream.range(0, schedule.steps()).mapToDouble(coefficient).toArray();
    }
}
