package io.acuity.diffusion.shift;

import io.acuity.diffusion.Target;

/**
 * One step of a reverse chain: {@code z' = stateWeight · z + cleanWeight · x̂ + deviation · ε}; or, where the network
 * predicts {@link Target#PREVIOUS}, the prediction as it is.
 *
 * @param target what the network predicts
 * @param clipped whether x̂ is clipped to [-1, 1]
 * @param stateWeight weight of the present state
 * @param cleanWeight weight of the estimate of the clean image
 * @param deviation standard deviation of the noise added
 */
public record ReverseStep(Target target, boolean clipped, float stateWeight, float cleanWeight, float deviation) {
    /**
     * The arrays of one step.
     *
     * @param state z
     * @param prediction the network's output; overwritten with z'
     * @param upsampled y; read only if {@link #needsUpsampled}
     * @param noise unit Gaussian noise; read only if {@link #needsNoise}
     */
    public record Operands(float[] state, float[] prediction, float[] upsampled, float[] noise) {}

    /** Whether y is read. */
    public boolean needsUpsampled() {
        return target == Target.RESIDUAL;
    }

    /** Whether noise is read. */
    public boolean needsNoise() {
        return deviation != 0;
    }

    /** Turns the first {@code count} predictions into the next state, in place. */
    public void apply(Operands operands, int count) {
        if (target == Target.PREVIOUS) {
            return;
        }
        float[] values = operands.prediction();
        if (target == Target.RESIDUAL) {
            add(values, operands.upsampled(), count);
        }
        if (clipped) {
            clip(values, count);
        }
        if (stateWeight != 0) {
            blend(values, operands.state(), count);
        }
        if (needsNoise()) {
            addScaled(values, operands.noise(), count);
        }
    }

    private static void add(float[] values, float[] other, int count) {
        for (int i = 0; i < count; i++) {
            values[i] += other[i];
        }
    }

    private static void clip(float[] values, int count) {
        for (int i = 0; i < count; i++) {
            values[i] = Math.max(-1f, Math.min(1f, values[i]));
        }
    }

    private void blend(float[] values, float[] state, int count) {
        for (int i = 0; i < count; i++) {
            values[i] = stateWeight * state[i] + cleanWeight * values[i];
        }
    }

    private void addScaled(float[] values, float[] noise, int count) {
        for (int i = 0; i < count; i++) {
            values[i] += deviation * noise[i];
        }
    }
}
