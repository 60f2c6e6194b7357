package io.acuity.networks.benchmark;

import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.diffusion.frame.FrameChain;
import io.acuity.diffusion.frame.FrameMask;
import io.acuity.diffusion.frame.FrameModel;
import io.acuity.diffusion.frame.FramePatch;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.Precision;
import io.acuity.networks.WholeImageModels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same image refined everywhere and under a mask, by models that look at whole images, at equal settings and with equal
 * noise. Loads models itself, on the calling thread.
 *
 * @param steps of every chain
 * @param seed of the noise, and of random weights
 * @param rounds pairs, after one to warm up; medians are taken
 */
public record GaussianComparison(int steps, long seed, int rounds) {
    private static final double TO_GREY = 127.5;

    /** Refuses what cannot be measured. */
    public GaussianComparison {
        if (steps < 1 || rounds < 1) {
            throw new IllegalArgumentException(
                    "Chains of " + steps + " steps in " + rounds + " rounds cannot be compared; both are at least 1.");
        }
    }

    /**
     * What one model did.
     *
     * @param system of the model
     * @param scale magnification
     * @param steps of the chain
     * @param denseCalls of the network, everywhere
     * @param maskedCalls of the network, under the mask
     * @param refinedShare of the pixels' steps under the mask: what a network without global layers could save
     * @param denseMillis median
     * @param maskedMillis median
     * @param meanDifference of the results, in grey levels of 255
     * @param largestDifference of the results, in grey levels of 255
     */
    public record Row(
            String system,
            int scale,
            int steps,
            int denseCalls,
            int maskedCalls,
            double refinedShare,
            double denseMillis,
            double maskedMillis,
            double meanDifference,
            double largestDifference) {}

    /** Attention for a result of a size, and the share of the steps every pixel is refined in. */
    public interface Attention {
        /** The mask of a result {@code width × height}. */
        FrameMask mask(int width, int height);
    }

    /** Networks of SR3, SRDiff, IDM and ResShift with random weights. */
    public List<ModelBundle> randomModels() {
        return new RandomBundles(steps, seed).all();
    }

    /** Compares on one model. */
    public Row measure(ModelBundle bundle, Precision precision, LowRes lowRes, Attention attention) {
        try (FrameModel loaded = WholeImageModels.load(bundle, precision)) {
            FrameModel model = loaded.withSteps(steps);
            FrameMask mask = attention.mask(lowRes.width() * model.scale(), lowRes.height() * model.scale());
            Run dense = run(model, lowRes, null);
            Run masked = run(model, lowRes, mask);
            double[] denseMillis = new double[rounds];
            double[] maskedMillis = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                denseMillis[i] = run(model, lowRes, null).millis;
                maskedMillis[i] = run(model, lowRes, mask).millis;
            }
            return new Row(
                    bundle.description().system(),
                    model.scale(),
                    steps,
                    dense.calls,
                    masked.calls,
                    share(mask),
                    AlternatingRounds.median(denseMillis),
                    AlternatingRounds.median(maskedMillis),
                    mean(dense.result, masked.result),
                    largest(dense.result, masked.result));
        }
    }

    private record Run(FloatImage result, int calls, double millis) {}

    private Run run(FrameModel model, LowRes lowRes, @Nullable FrameMask mask) {
        long start = System.nanoTime();
        try (FrameChain chain = model.begin(new FramePatch(lowRes, 0, 0, seed, mask))) {
            int calls = 0;
            for (int i = 0; i < model.steps(); i++) {
                calls += chain.step() ? 1 : 0;
            }
            FloatImage result = chain.result();
            return new Run(result, calls, (System.nanoTime() - start) / 1e6);
        }
    }

    /** Share of the steps in which a pixel is refined, over all pixels. */
    private double share(FrameMask mask) {
        float[] row = new float[mask.width()];
        List<Double> rows = new ArrayList<>();
        for (int y = 0; y < mask.height(); y++) {
            mask.attention().read(y, row);
            double sum = 0;
            for (float a : row) {
                sum += Math.min(steps, Math.max(1, Math.floor(steps * (a + mask.lowerBound()) + 1e-6)));
            }
            rows.add(sum / (steps * row.length));
        }
        return rows.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    private static double mean(FloatImage a, FloatImage b) {
        double sum = 0;
        for (int i = 0; i < a.values().length; i++) {
            sum += grey(a.values()[i], b.values()[i]);
        }
        return sum / a.values().length;
    }

    private static double largest(FloatImage a, FloatImage b) {
        double largest = 0;
        for (int i = 0; i < a.values().length; i++) {
            largest = Math.max(largest, grey(a.values()[i], b.values()[i]));
        }
        return largest;
    }

    private static double grey(float a, float b) {
        return TO_GREY * Math.abs(Math.clamp(a, -1f, 1f) - Math.clamp(b, -1f, 1f));
    }
}
