package io.acuity.training.objective;

import io.acuity.diffusion.Target;
import io.acuity.diffusion.shift.ReverseStep;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.training.data.PatchBatch;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The residual-shift objective (ResShift eq. 8 in L1, DESIGN §7): a step is drawn uniformly, the network sees the state
 * of that step and is asked for x, x − y or the previous state.
 *
 * <p>With noise (κ &gt; 0) states come from the forward process. Without it (κ = 0) they must not: state and y would
 * determine x exactly wherever η &lt; 1, the network would learn that inverse, and at inference, where z_T = y, it would
 * return y. So the chain is walked from z_T = y with the network's own predictions.
 */
public final class ShiftObjective {
    private final ShiftProcess process;

    /** An objective for {@code process}. */
    public ShiftObjective(ShiftProcess process) {
        this.process = process;
    }

    /** The network as it is now, without gradients. */
    @FunctionalInterface
    public interface CurrentNetwork {
        /** Predicts {@code [N, 3r², h, w]} from a state already scaled for the network. */
        float[] predict(float[] networkInput, PatchBatch batch, int index);
    }

    /**
     * One training step's material.
     *
     * @param index the step drawn, 0-based
     * @param networkInput the state, scaled for the network, {@code [N, 3r², h, w]}
     * @param target what the network should predict, same shape
     */
    public record Sample(int index, float[] networkInput, float[] target) {}

    /** Draws a step and prepares its input and target, a function of {@code seed} and {@code step} and the network. */
    public Sample draw(PatchBatch batch, long seed, long step, CurrentNetwork network) {
        SplittableRandom random = new SplittableRandom(seed * 0xD1342543DE82EF95L + step);
        int index = random.nextInt(process.steps());
        float[] state = process.schedule().kappa() == 0
                ? walk(batch, index, network)
                : noisyState(batch, index, gaussian(random, batch.clean().length));
        float[] input = scaled(state, index);
        return new Sample(index, input, target(batch, index, state, random));
    }

    private float[] noisyState(PatchBatch batch, int index, float[] noise) {
        // The reverse chain starts at y + κ√η_T ε, so that is what the network is shown at T (DESIGN §7).
        return index == process.steps() - 1
                ? process.prior(batch.upsampled(), noise)
                : process.forward(index, batch.clean(), batch.upsampled(), noise);
    }

    private float[] walk(PatchBatch batch, int index, CurrentNetwork network) {
        float[] none = new float[0];
        float[] state = process.prior(batch.upsampled(), none);
        for (int i = process.steps() - 1; i > index; i--) {
            float[] prediction = network.predict(scaled(state, i), batch, i);
            ReverseStep rule = process.reverse(i);
            rule.apply(new ReverseStep.Operands(state, prediction, batch.upsampled(), none), prediction.length);
            state = prediction;
        }
        return state;
    }

    private float[] target(PatchBatch batch, int index, float[] state, RandomGenerator random) {
        float[] clean = batch.clean();
        return switch (process.target()) {
            case CLEAN -> clean;
            case RESIDUAL -> difference(clean, batch.upsampled());
            case PREVIOUS -> previous(batch, index, state, random);
        };
    }

    /** The true z_{t−1}: of the posterior given x where there is noise, on the line from x to y where there is none. */
    private float[] previous(PatchBatch batch, int index, float[] state, RandomGenerator random) {
        if (index == 0) {
            return batch.clean();
        }
        if (process.schedule().kappa() == 0) {
            return process.forward(index - 1, batch.clean(), batch.upsampled(), new float[0]);
        }
        float[] value = batch.clean().clone();
        ReverseStep posterior =
                new ShiftProcess(process.schedule(), Target.CLEAN, false, process.scaledInput()).reverse(index);
        float[] noise = gaussian(random, value.length);
        posterior.apply(new ReverseStep.Operands(state, value, batch.upsampled(), noise), value.length);
        return value;
    }

    private float[] scaled(float[] state, int index) {
        float scale = process.inputScale(index);
        if (scale == 1f) {
            return state;
        }
        float[] input = new float[state.length];
        for (int i = 0; i < input.length; i++) {
            input[i] = scale * state[i];
        }
        return input;
    }

    private static float[] difference(float[] a, float[] b) {
        float[] out = new float[a.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = a[i] - b[i];
        }
        return out;
    }

    private static float[] gaussian(RandomGenerator random, int count) {
        float[] noise = new float[count];
        for (int i = 0; i < count; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        return noise;
    }
}
