package io.acuity.training.frames;

import io.acuity.diffusion.gaussian.GaussianProcess;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.diffusion.mask.ActivationStep;
import io.acuity.imaging.FloatImage;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The material of SR3's training steps: each frame gets a step t, drawn uniformly, and a noise level drawn uniformly
 * between those of t and t − 1 (SR3 algorithm 1), is mirrored half of the time, and is weighted by its mask M(t).
 */
public final class NoiseObjective {
    private final GaussianSchedule schedule;
    private final Masking masking;

    /** An objective on the steps of {@code schedule}. */
    public NoiseObjective(GaussianSchedule schedule, Masking masking) {
        this.schedule = schedule;
        this.masking = masking;
    }

    /**
     * One step's material for N frames of side s.
     *
     * @param x {@code [N, 6, s, s]}: upsampled image, then state
     * @param levels {@code [N]}
     * @param noise {@code [N, 3, s, s]}: what should be predicted
     * @param weight {@code [N, 1, s, s]}: what an error counts
     */
    public record Sample(float[] x, float[] levels, float[] noise, float[] weight) {}

    /** Draws {@code count} frames and prepares them, a function of {@code seed} and {@code step}. */
    public Sample draw(List<Frame> frames, int count, long seed, long step) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + step);
        int plane = frames.get(0).attention().values().length;
        Sample sample = new Sample(
                new float[count * 6 * plane], new float[count], new float[count * 3 * plane], new float[count * plane]);
        for (int n = 0; n < count; n++) {
            fill(sample, n, frames.get(random.nextInt(frames.size())), random);
        }
        if (masking.overMasked()) {
            spread(sample.weight);
        }
        return sample;
    }

    private void fill(Sample sample, int n, Frame frame, SplittableRandom random) {
        boolean mirrored = random.nextBoolean();
        float[] clean = view(frame.clean(), mirrored);
        float[] upsampled = view(frame.upsampled(), mirrored);
        float[] attention = view(frame.attention(), mirrored);
        int plane = attention.length;
        int index = random.nextInt(schedule.steps());
        double level = schedule.noiseLevel(index)
                + random.nextDouble() * (schedule.noiseLevel(index - 1) - schedule.noiseLevel(index));
        float[] noise = new float[clean.length];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        float[] mask = mask(attention, index);
        float[] state = GaussianProcess.mix(clean, noise, level);
        if (masking.maskedInput()) {
            for (int i = 0; i < state.length; i++) {
                state[i] *= mask[i % plane];
            }
        }
        sample.levels[n] = (float) level;
        System.arraycopy(upsampled, 0, sample.x, n * 6 * plane, 3 * plane);
        System.arraycopy(state, 0, sample.x, (n * 6 + 3) * plane, 3 * plane);
        System.arraycopy(noise, 0, sample.noise, n * 3 * plane, 3 * plane);
        System.arraycopy(mask, 0, sample.weight, n * plane, plane);
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

    private static float[] view(FloatImage image, boolean mirrored) {
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
