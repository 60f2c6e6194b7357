package io.acuity.training.frames;

import io.acuity.diffusion.gaussian.GaussianProcess;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.diffusion.mask.ActivationStep;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.sr3.StepTerms;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The material of SR3's training steps: each frame gets a step t, drawn uniformly, and a noise level drawn uniformly
 * between those of t and t − 1 (SR3 algorithm 1), is mirrored half of the time, and is weighted by its mask M(t). With the
 * variational bound the level is that of t itself, for the bound is one of whole steps.
 */
public final class NoiseObjective {
    private final GaussianSchedule schedule;
    private final Masking masking;
    private final NoiseOptions options;
    private final boolean bound;

    /** SR3's objective on the steps of {@code schedule}. */
    public NoiseObjective(GaussianSchedule schedule, Masking masking) {
        this(schedule, masking, NoiseOptions.PLAIN, false);
    }

    /**
     * An objective on the steps of {@code schedule}.
     *
     * @param bound whether the material of the variational bound is made as well
     * @throws IllegalArgumentException if a mask and the bound are wanted together, or no step is left to train
     */
    public NoiseObjective(GaussianSchedule schedule, Masking masking, NoiseOptions options, boolean bound) {
        if (bound && masking.on()) {
            throw new IllegalArgumentException(
                    "The variational bound is that of whole images, and under a mask the chain is"
                            + " another; train with a learned variance or with masks, not with both.");
        }
        if (options.lastExcluded() && schedule.steps() < 2) {
            throw new IllegalArgumentException(
                    "Without the last interval a chain of one step has nothing to train; take more steps.");
        }
        this.schedule = schedule;
        this.masking = masking;
        this.options = options;
        this.bound = bound;
    }

    /** What is predicted, and how errors are summed. */
    NoiseOptions options() {
        return options;
    }

    /** Whether the material of the variational bound is made as well. */
    boolean hasBound() {
        return bound;
    }

    /**
     * One step's material for N frames of side s.
     *
     * @param x {@code [N, 6, s, s]}: upsampled image, then state
     * @param levels {@code [N]}
     * @param target {@code [N, 3, s, s]}: what should be predicted
     * @param weight {@code [N, 1, s, s]}: what an error counts
     * @param image {@code [N, 3, s, s]}: the original; empty without the bound
     * @param steps {@code [N, 5]}, see {@link StepTerms}; empty without the bound
     */
    public record Sample(float[] x, float[] levels, float[] target, float[] weight, float[] image, float[] steps) {}

    /** Draws {@code count} frames and prepares them, a function of {@code seed} and {@code step}. */
    public Sample draw(List<Frame> frames, int count, long seed, long step) {
        int plane = frames.get(0).attention().values().length;
        Sample sample = empty(count, plane);
        Draws draws = new Draws(seed, step, 3 * plane);
        for (int n = 0; n < count; n++) {
            Frame frame = frames.get(draws.random.nextInt(frames.size()));
            boolean mirrored = draws.random.nextBoolean();
            fill(sample, n, View.of(frame, mirrored), draws);
        }
        return weighted(sample);
    }

    /** Prepares exactly these frames, all of one size, as they are: a function of them, {@code seed} and {@code step}. */
    public Sample prepare(List<Frame> frames, long seed, long step) {
        int plane = frames.get(0).attention().values().length;
        Sample sample = empty(frames.size(), plane);
        Draws draws = new Draws(seed, step, 3 * plane);
        for (int n = 0; n < frames.size(); n++) {
            fill(sample, n, View.of(frames.get(n), false), draws);
        }
        return weighted(sample);
    }

    private Sample empty(int count, int plane) {
        return new Sample(
                new float[count * 6 * plane],
                new float[count],
                new float[count * 3 * plane],
                new float[count * plane],
                new float[bound ? count * 3 * plane : 0],
                new float[bound ? count * StepTerms.COUNT : 0]);
    }

    private Sample weighted(Sample sample) {
        if (masking.overMasked()) {
            spread(sample.weight);
        }
        return sample;
    }

    /** A frame as it is seen this time. */
    private record View(float[] image, float[] upsampled, float[] attention) {
        static View of(Frame frame, boolean mirrored) {
            return new View(
                    values(frame.clean(), mirrored),
                    values(frame.upsampled(), mirrored),
                    values(frame.attention(), mirrored));
        }

        private static float[] values(FloatImage image, boolean mirrored) {
            if (!mirrored) {
                return image.values();
            }
            int width = image.width();
            float[] out = new float[image.values().length];
            for (int i = 0; i < out.length; i++) {
                out[i] = image.values()[i - i % width + width - 1 - i % width];
            }
            return out;
        }
    }

    /** Steps and noise: each frame's own, or the batch's. */
    private final class Draws {
        private final SplittableRandom random;
        private final int sharedIndex;
        private final float[] sharedNoise;

        Draws(long seed, long step, int noiseLength) {
            SplittableRandom shared = new SplittableRandom(seed * 0xD1342543DE82EF95L + step);
            this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + step);
            this.sharedIndex = shared.nextInt(trainedSteps());
            this.sharedNoise = options.sharedNoise() ? gaussian(shared, noiseLength) : new float[0];
        }

        int index() {
            return options.sharedStep() ? sharedIndex : random.nextInt(trainedSteps());
        }

        double level(int index) {
            double lowest = schedule.noiseLevel(index);
            return bound ? lowest : lowest + random.nextDouble() * (schedule.noiseLevel(index - 1) - lowest);
        }

        float[] noise(int length) {
            return options.sharedNoise() ? sharedNoise : gaussian(random, length);
        }

        private int trainedSteps() {
            return options.lastExcluded() ? schedule.steps() - 1 : schedule.steps();
        }
    }

    private static float[] gaussian(SplittableRandom random, int length) {
        float[] noise = new float[length];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        return noise;
    }

    private void fill(Sample sample, int n, View view, Draws draws) {
        float[] image = view.image;
        float[] upsampled = view.upsampled;
        int plane = view.attention.length;
        int index = draws.index();
        double level = draws.level(index);
        float[] noise = draws.noise(image.length);
        float[] mask = mask(view.attention, index);
        float[] clean = options.domain().fromImage(image, upsampled);
        float[] state = GaussianProcess.mix(clean, noise, level);
        if (masking.maskedInput()) {
            for (int i = 0; i < state.length; i++) {
                state[i] *= mask[i % plane];
            }
        }
        float[] target = switch (options.target()) {
            case NOISE -> noise;
            case CLEAN -> clean;
            case RESIDUAL -> difference(image, upsampled);
        };
        sample.levels[n] = (float) level;
        System.arraycopy(upsampled, 0, sample.x, n * 6 * plane, 3 * plane);
        System.arraycopy(state, 0, sample.x, (n * 6 + 3) * plane, 3 * plane);
        System.arraycopy(target, 0, sample.target, n * 3 * plane, 3 * plane);
        System.arraycopy(mask, 0, sample.weight, n * plane, plane);
        if (bound) {
            System.arraycopy(image, 0, sample.image, n * 3 * plane, 3 * plane);
            float[] terms = StepTerms.of(schedule, options.target(), index);
            System.arraycopy(terms, 0, sample.steps, n * StepTerms.COUNT, StepTerms.COUNT);
        }
    }

    private static float[] difference(float[] image, float[] upsampled) {
        float[] out = new float[image.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = image[i] - upsampled[i];
        }
        return out;
    }

    private float[] mask(float[] attention, int index) {
        float[] mask = new float[attention.length];
        if (!masking.on()) {
            Arrays.fill(mask, 1f);
            return mask;
        }
        for (int i = 0; i < mask.length; i++) {
            int first = ActivationStep.of(attention[i], masking.lowerBound(), schedule.steps());
            mask[i] = index < first ? 1f : 0f;
        }
        return mask;
    }

    /** Scales weights so that a mean over all pixels is one over those that count. */
    private static void spread(float[] weight) {
        double sum = 0;
        for (float value : weight) {
            sum += value;
        }
        float factor = sum == 0 ? 0f : (float) (weight.length / sum);
        for (int i = 0; i < weight.length; i++) {
            weight[i] *= factor;
        }
    }
}
