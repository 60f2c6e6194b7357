package io.acuity.diffusion.gaussian;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One step of a reverse chain, ancestral or strided alike: the estimate of the clean image from the network's
 * prediction, {@code x̂ = fromState · z + fromPrediction · f (+ y)}, and from it the next state,
 * {@code z' = stateWeight · z + cleanWeight · x̂ + deviation · ε}.
 *
 * @param prediction what the network predicts
 * @param clipped whether x̂ is clipped to [-1, 1]
 * @param fromState weight of the state in x̂; 0 unless noise is predicted
 * @param fromPrediction weight of the prediction in x̂; 1 unless noise is predicted
 * @param stateWeight weight of the present state in the next
 * @param cleanWeight weight of x̂ in the next state
 * @param deviation standard deviation of the noise added; not read with a learned one
 * @param learned what the network chooses the variance from; null where it is given, and where no noise is added
 */
public record GaussianStep(
        Prediction prediction,
        boolean clipped,
        float fromState,
        float fromPrediction,
        float stateWeight,
        float cleanWeight,
        float deviation,
        @Nullable VarianceRange learned) {
    /**
     * The arrays of one step.
     *
     * @param state z
     * @param prediction the network's output; overwritten. With a learned variance as many values more: what the network
     *     says of it
     * @param upsampled y; read only if {@link #needsUpsampled}
     * @param noise unit Gaussian noise; read only if {@link #needsNoise}
     */
    public record Operands(float[] state, float[] prediction, float[] upsampled, float[] noise) {}

    /** The same step with a variance that the network chooses, or none. */
    GaussianStep with(@Nullable VarianceRange range) {
        return new GaussianStep(
                prediction, clipped, fromState, fromPrediction, stateWeight, cleanWeight, deviation, range);
    }

    /** Whether y is read. */
    public boolean needsUpsampled() {
        return prediction == Prediction.RESIDUAL;
    }

    /** Whether noise is read. */
    public boolean needsNoise() {
        return deviation != 0 || learned != null;
    }

    /** Turns the first {@code count} predictions into the estimate x̂ of the clean image, in place. */
    public void estimate(Operands operands, int count) {
        float[] values = operands.prediction();
        switch (prediction) {
            case NOISE -> unmix(values, operands.state(), count);
            case CLEAN -> {}
            case RESIDUAL -> add(values, operands.upsampled(), count);
        }
        if (clipped) {
            clip(values, count);
        }
    }

    /** Turns the first {@code count} predictions into the next state, in place. */
    public void apply(Operands operands, int count) {
        estimate(operands, count);
        float[] values = operands.prediction();
        float[] state = operands.state();
        for (int i = 0; i < count; i++) {
            values[i] = cleanWeight * values[i] + stateWeight * state[i];
        }
        if (learned != null) {
            float[] noise = operands.noise();
            for (int i = 0; i < count; i++) {
                values[i] += learned.deviation(values[count + i]) * noise[i];
            }
        } else if (needsNoise()) {
            float[] noise = operands.noise();
            for (int i = 0; i < count; i++) {
                values[i] += deviation * noise[i];
            }
        }
    }

    /** The next state, in the array of the prediction or, if that is longer than the state, in a new one. */
    public float[] next(Operands operands) {
        int count = operands.state().length;
        apply(operands, count);
        float[] values = operands.prediction();
        return values.length == count ? values : Arrays.copyOf(values, count);
    }

    private void unmix(float[] values, float[] state, int count) {
        for (int i = 0; i < count; i++) {
            values[i] = fromState * state[i] + fromPrediction * values[i];
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
}
