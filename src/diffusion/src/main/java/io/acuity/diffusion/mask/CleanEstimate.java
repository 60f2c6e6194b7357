package io.acuity.diffusion.mask;

import io.acuity.diffusion.Target;
import io.acuity.diffusion.gaussian.GaussianProcess;
import io.acuity.diffusion.gaussian.GaussianStep;
import io.acuity.diffusion.shift.ShiftProcess;

/**
 * How a network that knows nothing of masks sees a chain: its state in full, {@code z_t = level_t · y + d_t}, scaled; and how
 * its prediction is read as an estimate x̂ of the clean image.
 */
public sealed interface CleanEstimate {
    /** Weight of y in the state. */
    float level(int index);

    /** What the network sees the state multiplied by. */
    float inputScale(int index);

    /**
     * Turns predictions into x̂, in place.
     *
     * @param operands z, the predictions, y; noise is not read
     * @param count how many values
     */
    void estimate(int index, GaussianStep.Operands operands, int count);

    /**
     * On a residual-shift chain, whose state has the mean y.
     *
     * @param process as the network was trained
     */
    record OfShift(ShiftProcess process) implements CleanEstimate {
        /** Refuses a target that has no x̂. */
        public OfShift {
            if (process.target() == Target.PREVIOUS) {
                throw new IllegalArgumentException(
                        "A network that predicts the previous state has no estimate of the"
                                + " clean image, which masked sampling needs; use one that predicts the image or the residual.");
            }
        }

        @Override
        public float level(int index) {
            return 1;
        }

        @Override
        public float inputScale(int index) {
            return process.inputScale(index);
        }

        @Override
        public void estimate(int index, GaussianStep.Operands operands, int count) {
            float[] values = operands.prediction();
            float[] upsampled = operands.upsampled();
            boolean residual = process.target() == Target.RESIDUAL;
            for (int i = 0; i < count; i++) {
                float clean = residual ? values[i] + upsampled[i] : values[i];
                values[i] = process.clipped() ? Math.clamp(clean, -1f, 1f) : clean;
            }
        }
    }

    /**
     * On a Gaussian chain.
     *
     * @param process as the network was trained
     */
    record OfGaussian(GaussianProcess process) implements CleanEstimate {
        @Override
        public float level(int index) {
            return (float) process.schedule().noiseLevel(index);
        }

        @Override
        public float inputScale(int index) {
            return 1;
        }

        @Override
        public void estimate(int index, GaussianStep.Operands operands, int count) {
            process.reverse(index).estimate(operands, count);
        }
    }
}
