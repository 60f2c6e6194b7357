package io.acuity.diffusion.shift;

import java.util.ArrayList;
import java.util.List;

/**
 * The whole reverse chain on plain arrays with a given predictor and given noise: the reference that golden cases and
 * the tile scheduler are checked against.
 */
public final class ShiftSampler {
    /** Predicts from the state, already scaled for the network, at the step with index {@code t − 1}. */
    @FunctionalInterface
    public interface Predictor {
        /** Returns as many values as {@code state} has; the array is not kept. */
        float[] predict(float[] state, int index);
    }

    /** Supplies unit Gaussian noise for a draw: the index of the reverse step, or T for the prior. */
    @FunctionalInterface
    public interface Noise {
        /** Returns as many values as the state has; asked only for draws that are used. */
        float[] draw(int index);
    }

    private final ShiftProcess process;

    /** Creates a sampler of {@code process}. */
    public ShiftSampler(ShiftProcess process) {
        this.process = process;
    }

    /**
     * Runs the chain from the prior around {@code upsampled}.
     *
     * @return the states z_{T−1}, …, z_0 in visiting order; the last is the result
     */
    public List<float[]> sample(float[] upsampled, Predictor predictor, Noise noise) {
        int steps = process.steps();
        float[] none = new float[0];
        float[] state = process.prior(upsampled, process.schedule().kappa() > 0 ? noise.draw(steps) : none);
        List<float[]> trajectory = new ArrayList<>(steps);
        for (int index = steps - 1; index >= 0; index--) {
            ReverseStep step = process.reverse(index);
            float[] next = predictor
                    .predict(scaled(state, process.inputScale(index)), index)
                    .clone();
            float[] draw = step.needsNoise() ? noise.draw(index) : none;
            step.apply(new ReverseStep.Operands(state, next, upsampled, draw), next.length);
            trajectory.add(next);
            state = next;
        }
        return trajectory;
    }

    private static float[] scaled(float[] state, float scale) {
        float[] input = state.clone();
        if (scale != 1f) {
            for (int i = 0; i < input.length; i++) {
                input[i] *= scale;
            }
        }
        return input;
    }
}
