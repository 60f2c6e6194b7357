package io.acuity.cli.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.checkpoints.npy.NpyArray;
import io.acuity.diffusion.gaussian.GaussianProcess;
import io.acuity.diffusion.gaussian.GaussianProcess.ReverseRule;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.diffusion.gaussian.Prediction;
import io.acuity.diffusion.gaussian.StepVariance;
import io.acuity.diffusion.mask.ActivationSteps;
import io.acuity.diffusion.mask.LowResNoise;
import io.acuity.diffusion.mask.MaskedSampler;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.sr3.Sr3Denoiser;
import io.acuity.networks.sr3.Sr3UNet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** YODA: masks by step, and masked reverse chains of SR3 in every variant a case records. */
final class YodaCases {
    private final GoldenCase recorded;
    private final GaussianProcess process;
    private final ActivationSteps mask;

    private YodaCases(GoldenCase recorded) {
        this.recorded = recorded;
        JsonNode meta = recorded.meta();
        GaussianSchedule schedule = GaussianSchedule.of(recorded.array("betas").values());
        this.process = new GaussianProcess(
                schedule,
                Prediction.NOISE,
                meta.path("clip_x0").asBoolean(true),
                new ReverseRule.Ancestral(StepVariance.POSTERIOR));
        NpyArray attention = recorded.array("attention");
        int rank = attention.shape().size();
        FloatImage map = new FloatImage(
                1, attention.shape().get(rank - 2), attention.shape().get(rank - 1), attention.toFloats());
        this.mask = ActivationSteps.of(map, meta.path("l").asDouble(), schedule.steps());
    }

    static Verdict sampler(GoldenCase recorded) {
        YodaCases cases = new YodaCases(recorded);
        List<Check> checks = new ArrayList<>();
        checks.add(recorded.compare(
                "masks",
                IntStream.range(0, cases.mask.steps())
                        .mapToObj(cases.mask::mask)
                        .toList()));
        for (LowResNoise variant : LowResNoise.values()) {
            checks.addAll(cases.chain(variant));
        }
        return new Verdict.Compared(checks);
    }

    private List<Check> chain(LowResNoise variant) {
        String name = variant.name().toLowerCase(Locale.ROOT);
        if (!recorded.has("traj_" + name)) {
            return List.of();
        }
        float[] y = recorded.array("cond").toFloats();
        // Recorded by t = index + 1.
        List<float[]> noise = recorded.byIndex("noise");
        Sr3UNet network = Sr3UNet.of(recorded.meta().path("unet"));
        try (Sr3Denoiser denoiser = Sr3Cases.denoiser(recorded, network, process.schedule())) {
            boolean maskedInput = recorded.meta().path("mask_input").asBoolean(true);
            List<float[]> states = Sr3Cases.byIndex(new MaskedSampler(process, List.of(mask), variant, maskedInput)
                    .sample(
                            recorded.array("z_T").toFloats(),
                            y,
                            denoiser.predictor(y, mask.height(), mask.width()),
                            index -> noise.get(index + 1)));
            return List.of(recorded.compare("traj_" + name, states), recorded.compare("z0_" + name, states.get(0)));
        }
    }
}
