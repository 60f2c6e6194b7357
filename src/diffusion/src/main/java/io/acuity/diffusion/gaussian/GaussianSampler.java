package io.acuity.diffusion.gaussian;

import java.util.ArrayList;
import java.util.List;

/**
 * The whole reverse chain on plain arrays with a given predictor and given noise: for whole frames, and the reference
 * that golden cases and tiled sampling are checked against.
 */
public final class GaussianSampler {
    /** Predicts from the state at the step with index {@code t − 1}. */
    @FunctionalInterface
    public interface Predictor {
        /**
         * Returns as many values as {@code state} has, and with a learned variance as many more that tell it, behind all
         * of them; neither array is kept or changed by the other side.
         */
        float[] predict(float[] state, int index);
    }

    /** Supplies unit Gaussian noise for the reverse step with index {@code t − 1}. */
    @FunctionalInterface
    public interface Noise {
        /** Returns as many values as the state has; asked only for steps that use it. */
        float[] draw(int index);
    }

    /** Sees each state as it is made. */
    @FunctionalInterface
    public interface Observer {
        /**
         * A step is done.
         *
         * @param index of the step
         * @param state z_{t−1}; not to be changed
         */
        void onState(int index, float[] state);
    }

    private static final float[] NONE = new float[0];

    private final GaussianProcess process;

    /** Creates a sampler of {@code process}. */
    public GaussianSampler(GaussianProcess process) {
        this.process = process;
    }

    /**
     * Runs the chain.
     *
     * @param start z_T, unit Gaussian noise
     * @param upsampled y; read only where the residual is predicted
     * @return the states z_{T−1}, …, z_0 in visiting order; the last is the result
     */
    public List<float[]> sample(float[] start, float[] upsampled, Predictor predictor, Noise noise) {
        List<float[]> trajectory = new ArrayList<>(process.schedule().steps());
        sample(start, upsampled, predictor, noise, (index, state) -> trajectory.add(state));
        return trajectory;
    }

    /** As above for chains too long to keep: returns the result, z_0, and shows the states on the way. */
    public float[] sample(float[] start, float[] upsampled, Predictor predictor, Noise noise, Observer observer) {
        float[] state = start;
        for (int index = process.schedule().steps() - 1; index >= 0; index--) {
            GaussianStep step = process.reverse(index);
            float[] next = predictor.predict(state, index).clone();
            float[] draw = step.needsNoise() ? noise.draw(index) : NONE;
            state = step.next(new GaussianStep.Operands(state, next, upsampled, draw));
            observer.onState(index, state);
        }
        return state;
    }
}
