package io.acuity.diffusion.shift;

import io.acuity.diffusion.Target;

/**
 * A residual-shift process: what the chain is ({@code z_t = x + η_t (y − x) + κ√η_t ε}), what the network sees of it
 * and how its prediction leads one step back. Steps are named by the 0-based index {@code t − 1}.
 *
 * @param schedule η by step, and κ
 * @param target what the network predicts
 * @param clipped whether the estimate of the clean image is clipped to [-1, 1] before it is used
 * @param scaledInput whether the network sees the state times {@link ShiftSchedule#inputScale}, as ResShift's does
 */
public record ShiftProcess(ShiftSchedule schedule, Target target, boolean clipped, boolean scaledInput) {
    /** The usual process: estimates are clipped, and the state is scaled for the network. */
    public static ShiftProcess of(ShiftSchedule schedule, Target target) {
        return new ShiftProcess(schedule, target, true, true);
    }

    /** T, the number of steps. */
    public int steps() {
        return schedule.steps();
    }

    /** The factor between the state and what the network sees of it at step {@code index}. */
    public float inputScale(int index) {
        return scaledInput ? (float) schedule.inputScale(index) : 1f;
    }

    /**
     * The forward process: the state at step {@code index} of clean image {@code x} and upsampled image {@code y}.
     *
     * @param noise unit Gaussian noise; not read where κ = 0
     * @return a new array
     */
    public float[] forward(int index, float[] x, float[] y, float[] noise) {
        float eta = (float) schedule.eta(index);
        float deviation = (float) schedule.noiseDeviation(index);
        float[] state = new float[x.length];
        for (int i = 0; i < state.length; i++) {
            state[i] = x[i] + eta * (y[i] - x[i]);
        }
        addNoise(state, noise, deviation);
        return state;
    }

    /**
     * The state z_T the reverse chain starts from: {@code y + κ√η_T ε}. Its mean is y, not the forward process's,
     * which would need the clean image.
     *
     * @param noise unit Gaussian noise; not read where κ = 0
     * @return a new array
     */
    public float[] prior(float[] y, float[] noise) {
        float[] state = y.clone();
        addNoise(state, noise, (float) schedule.noiseDeviation(steps() - 1));
        return state;
    }

    private static void addNoise(float[] state, float[] noise, float deviation) {
        if (deviation != 0) {
            for (int i = 0; i < state.length; i++) {
                state[i] += deviation * noise[i];
            }
        }
    }

    /** The rule of one reverse step, with its coefficients worked out. */
    public ReverseStep reverse(int index) {
        return new ReverseStep(
                target,
                clipped,
                (float) schedule.stateWeight(index),
                (float) schedule.cleanWeight(index),
                target == Target.PREVIOUS ? 0f : (float) Math.sqrt(schedule.posteriorVariance(index)));
    }
}
