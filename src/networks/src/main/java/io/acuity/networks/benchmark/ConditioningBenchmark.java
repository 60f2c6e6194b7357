package io.acuity.networks.benchmark;

import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription.WholeImage;
import io.acuity.diffusion.frame.ConditionedNetwork;
import io.acuity.diffusion.frame.FrameGuide;
import io.acuity.diffusion.gaussian.BetaCurve;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.resample.Bicubic;
import io.acuity.networks.Precision;
import io.acuity.networks.guided.GuidedDenoiser;
import io.acuity.networks.guided.GuidedNetwork;
import io.acuity.networks.idm.Idm;
import io.acuity.networks.srdiff.SrDiff;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What it saves that SRDiff and IDM look at the image once per job: a chain that does, beside one that looks again before
 * each step, in turns.
 *
 * @param steps of the chain
 * @param seed of random weights and of the state
 * @param rounds pairs, after one to warm up; medians are taken
 */
public record ConditioningBenchmark(int steps, long seed, int rounds) {
    /**
     * Figures of one network.
     *
     * @param system of the network
     * @param steps of the chain
     * @param onceMillis a chain that looks once
     * @param everyStepMillis a chain that looks in each step
     * @param looks how often the first looked in one chain
     * @param identical whether both gave the same values to the bit
     */
    public record Times(
            String system, int steps, double onceMillis, double everyStepMillis, long looks, boolean identical) {
        /** Share of the time that is saved. */
        public double saved() {
            return 1 - onceMillis / everyStepMillis;
        }
    }

    /** Measures networks with random weights on an LR image, without its last row and column where its sides are odd. */
    public List<Times> run(FloatImage image, Precision precision) {
        // SRDiff halves a result four times as large three times.
        FloatImage lowRes = image.window(0, 0, image.width() & ~1, image.height() & ~1);
        RandomBundles bundles = new RandomBundles(steps, seed);
        return Stream.of(bundles.srDiff(), bundles.idm())
                .map(bundle -> measure(bundle, lowRes, precision))
                .toList();
    }

    private Times measure(ModelBundle bundle, FloatImage lowRes, Precision precision) {
        int scale = bundle.description().scale();
        FrameGuide guide =
                new FrameGuide(lowRes, Bicubic.resize(lowRes, lowRes.height() * scale, lowRes.width() * scale), scale);
        GaussianSchedule schedule = GaussianSchedule.of(BetaCurve.COSINE, steps, 0, 0);
        try (GuidedDenoiser denoiser =
                GuidedDenoiser.load(network(bundle), bundle.weights().tensors(), schedule, precision.scalarType())) {
            FloatImage once = once(denoiser, guide);
            long looks = denoiser.conditionings();
            FloatImage again = everyStep(denoiser, guide);
            double[] onceMillis = new double[rounds];
            double[] everyStepMillis = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                long start = System.nanoTime();
                once(denoiser, guide);
                long between = System.nanoTime();
                everyStep(denoiser, guide);
                onceMillis[i] = (between - start) / 1e6;
                everyStepMillis[i] = (System.nanoTime() - between) / 1e6;
            }
            return new Times(
                    bundle.description().system(),
                    steps,
                    AlternatingRounds.median(onceMillis),
                    AlternatingRounds.median(everyStepMillis),
                    looks,
                    Arrays.equals(once.values(), again.values()));
        }
    }

    private static GuidedNetwork network(ModelBundle bundle) {
        WholeImage whole = Objects.requireNonNull(bundle.description().wholeImage());
        return bundle.description().system().equals("idm")
                ? Idm.of(whole.network(), bundle.description().scale())
                : SrDiff.of(whole.network());
    }

    /** The network's own outputs are the next states: what a chain does costs nothing beside it. */
    private FloatImage once(GuidedDenoiser denoiser, FrameGuide guide) {
        FloatImage state = guide.upsampled();
        try (ConditionedNetwork conditioned = denoiser.condition(guide)) {
            for (int step = steps - 1; step >= 0; step--) {
                state = bounded(conditioned.predict(state, step));
            }
        }
        return state;
    }

    private FloatImage everyStep(GuidedDenoiser denoiser, FrameGuide guide) {
        FloatImage state = guide.upsampled();
        for (int step = steps - 1; step >= 0; step--) {
            try (ConditionedNetwork conditioned = denoiser.condition(guide)) {
                state = bounded(conditioned.predict(state, step));
            }
        }
        return state;
    }

    private static FloatImage bounded(FloatImage image) {
        float[] values = image.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.clamp(values[i], -1f, 1f);
        }
        return image;
    }
}
