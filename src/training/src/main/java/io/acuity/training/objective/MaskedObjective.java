package io.acuity.training.objective;

import io.acuity.diffusion.mask.ActivationStep;
import io.acuity.diffusion.mask.MaskedShift;
import io.acuity.training.data.PatchBatch;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The material of masked residual-shift training (YODA eq. 13 on ResShift's chain, DESIGN §7): each patch has its own step and
 * its own activation steps, so that the network meets pixels that are outside the mask, that have just become active and know
 * nothing but noise, and that are well under way, side by side.
 *
 * <p>Activation steps come from the patch's own detail, as attention maps do, with a random strength and lower bound; some
 * patches are active everywhere.
 */
final class MaskedObjective {
    private static final double DENSE_SHARE = 0.35;
    private static final double FRESH_SHARE = 0.45;
    private static final double[] LOWER_BOUNDS = {0, 0.1, 0.2, 0.2, 0.2, 0.4};
    private static final int BLUR = 2;

    private final MaskedShift process;

    MaskedObjective(MaskedShift process) {
        this.process = process;
    }

    /**
     * One training step's material, N samples.
     *
     * @param steps by sample the 0-based step
     * @param state {@code [N, C, h, w]}, zero outside the mask, scaled for the network
     * @param masks {@code [N, 2, h, w]}: active; just become so
     * @param residual {@code [N, C, h, w]}: x − y
     */
    record Sample(long[] steps, float[] state, float[] masks, float[] residual) {}

    Sample draw(PatchBatch batch, long seed, long step) {
        SplittableRandom random = new SplittableRandom(seed * 0xD1342543DE82EF95L + step);
        int pixels = batch.side() * batch.side();
        int latent = batch.clean().length / batch.count();
        Sample sample = new Sample(
                new long[batch.count()],
                new float[batch.clean().length],
                new float[batch.count() * 2 * pixels],
                residual(batch));
        for (int n = 0; n < batch.count(); n++) {
            int[] activation = activation(batch, n, random);
            int index = random.nextDouble() < FRESH_SHARE
                    ? activation[random.nextInt(pixels)] - 1
                    : random.nextInt(process.steps());
            sample.steps[n] = index;
            for (int p = 0; p < pixels; p++) {
                sample.masks[2 * n * pixels + p] = index + 1 <= activation[p] ? 1 : 0;
                sample.masks[(2 * n + 1) * pixels + p] = index + 1 == activation[p] ? 1 : 0;
            }
            fillState(sample, n, latent, random);
        }
        return sample;
    }

    private static float[] residual(PatchBatch batch) {
        float[] residual = new float[batch.clean().length];
        for (int i = 0; i < residual.length; i++) {
            residual[i] = batch.clean()[i] - batch.upsampled()[i];
        }
        return residual;
    }

    private void fillState(Sample sample, int n, int latent, SplittableRandom random) {
        int index = (int) sample.steps[n];
        int pixels = sample.masks.length / sample.steps.length / 2;
        float scale = process.inputScale(index);
        float deviation = process.noiseDeviation(index);
        float share = (float) (1 - process.schedule().eta(index));
        for (int i = 0; i < latent; i++) {
            int pixel = i % pixels;
            float noise = deviation * (float) random.nextGaussian();
            float active = sample.masks[2 * n * pixels + pixel];
            float known = share * (1 - sample.masks[(2 * n + 1) * pixels + pixel]);
            int at = n * latent + i;
            sample.state[at] = active * scale * (known * sample.residual[at] + noise);
        }
    }

    /** First active step t* of each pixel, 1 … T. */
    private int[] activation(PatchBatch batch, int n, SplittableRandom random) {
        int side = batch.side();
        int[] activation = new int[side * side];
        if (random.nextDouble() < DENSE_SHARE) {
            // Active from the start; or, as good as that for one step, from some later step on.
            Arrays.fill(activation, random.nextBoolean() ? process.steps() : 1 + random.nextInt(process.steps()));
            return activation;
        }
        float[] detail = blurred(gradient(batch, n), side);
        float largest = 1e-3f;
        for (float value : detail) {
            largest = Math.max(largest, value);
        }
        double strength = 0.4 + 0.9 * random.nextDouble();
        double lowest = LOWER_BOUNDS[random.nextInt(LOWER_BOUNDS.length)];
        for (int p = 0; p < activation.length; p++) {
            double attention = Math.min(1, strength * detail[p] / largest);
            activation[p] = ActivationStep.of(attention, lowest, process.steps());
        }
        return activation;
    }

    private static float[] gradient(PatchBatch batch, int n) {
        int side = batch.side();
        int base = n * 3 * side * side + side * side;
        float[] green = batch.lowRes();
        float[] size = new float[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int at = base + y * side + x;
                float right = x + 1 < side ? green[at + 1] - green[at] : 0;
                float down = y + 1 < side ? green[at + side] - green[at] : 0;
                size[y * side + x] = Math.abs(right) + Math.abs(down);
            }
        }
        return size;
    }

    /** A box blur, twice: smooth fields, as attention maps are. */
    private static float[] blurred(float[] values, int side) {
        return averaged(averaged(values, side), side);
    }

    private static float[] averaged(float[] values, int side) {
        float[] out = new float[values.length];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                float sum = 0;
                int count = 0;
                for (int v = Math.max(0, y - BLUR); v <= Math.min(side - 1, y + BLUR); v++) {
                    for (int u = Math.max(0, x - BLUR); u <= Math.min(side - 1, x + BLUR); u++) {
                        sum += values[v * side + u];
                        count++;
                    }
                }
                out[y * side + x] = sum / count;
            }
        }
        return out;
    }
}
