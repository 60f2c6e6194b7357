package io.acuity.cli.golden;

import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.checkpoints.weights.StateDictNames;
import io.acuity.diffusion.frame.ConditionedNetwork;
import io.acuity.diffusion.frame.FrameGuide;
import io.acuity.diffusion.gaussian.BetaCurve;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.guided.GuidedDenoiser;
import io.acuity.networks.idm.Idm;
import io.acuity.networks.idm.IdmEncoder;
import io.acuity.networks.srdiff.RrdbRestorer;
import io.acuity.networks.srdiff.SrDiff;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Networks that look at the image once and at a state in each step: SRDiff and IDM. */
final class GuidedCases {
    private static final int TRAINED_STEPS = 100;
    private static final double ANY_SCALE = 4;

    private GuidedCases() {}

    static Verdict srDiff(GoldenCase recorded) {
        SrDiff network = SrDiff.of(recorded.meta().path("config"));
        Map<String, Tensor> weights = recorded.weights(StateDictNames.SRDIFF);
        List<FloatImage> lowRes = recorded.images("lr");
        List<FloatImage> upsampled = recorded.images("lr_up");
        List<FloatImage> states = recorded.images("x");
        double[] steps = recorded.array("timesteps").values();
        GaussianSchedule schedule = GaussianSchedule.of(BetaCurve.COSINE, TRAINED_STEPS, 0, 0);
        try (RrdbRestorer encoder = RrdbRestorer.load(network, weights, ScalarType.FLOAT32);
                GuidedDenoiser denoiser = GuidedDenoiser.load(network, weights, schedule, ScalarType.FLOAT32)) {
            float[] restored = NetworkCases.each(lowRes, encoder::restore);
            float[] eps = NetworkCases.each(states.size(), i -> {
                FrameGuide guide = new FrameGuide(lowRes.get(i), upsampled.get(i), network.scale());
                try (ConditionedNetwork conditioned = denoiser.condition(guide)) {
                    return conditioned.predict(states.get(i), (int) steps[i]);
                }
            });
            return new Verdict.Compared(List.of(recorded.compare("rrdb_out", restored), recorded.compare("eps", eps)));
        }
    }

    static Verdict idm(GoldenCase recorded) {
        Idm network = Idm.of(recorded.meta().path("config"), ANY_SCALE);
        Map<String, Tensor> weights = new HashMap<>(recorded.weights(StateDictNames.IDM));
        weights.keySet().removeIf(network::isUnused);
        List<FloatImage> lowRes = recorded.images("lr");
        List<FloatImage> states = recorded.images("y");
        float[] factors = recorded.array("scaler").toFloats();
        float[] levels = recorded.array("noise_level").toFloats();
        List<Check> checks = new ArrayList<>();
        try (IdmEncoder encoder = IdmEncoder.load(network, weights, ScalarType.FLOAT32)) {
            float[] conditions = NetworkCases.each(states.size(), i -> encoder.condition(lowRes.get(i), states.get(i)));
            checks.add(recorded.compare("cond", conditions));
        }
        // The levels are given, so that a step of that level stands for each.
        try (GuidedDenoiser denoiser = GuidedDenoiser.load(network, weights, stepOf(levels[0]), ScalarType.FLOAT32)) {
            float[] eps = NetworkCases.each(states.size(), i -> {
                FrameGuide guide = new FrameGuide(lowRes.get(i), states.get(i), ANY_SCALE);
                float level = levels[Math.min(i, levels.length - 1)];
                float factor = factors[Math.min(i, factors.length - 1)];
                try (ConditionedNetwork conditioned = denoiser.on(stepOf(level)).condition(guide, factor)) {
                    return conditioned.predict(states.get(i), 0);
                }
            });
            checks.add(recorded.compare("eps", eps));
        }
        return new Verdict.Compared(checks);
    }

    private static GaussianSchedule stepOf(float level) {
        return GaussianSchedule.of(new double[] {1 - (double) level * level});
    }
}
