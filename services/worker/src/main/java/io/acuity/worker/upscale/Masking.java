package io.acuity.worker.upscale;

import io.acuity.attention.AttentionMap;
import io.acuity.diffusion.frame.FrameMask;
import io.acuity.diffusion.mask.ActivationSteps;
import io.acuity.diffusion.scheduler.MaskedJobSpec.Coverage;

/**
 * Where a masked model refines.
 *
 * @param attention A, as large as the result
 * @param lowerBound l in [0, 1]: the least share of the steps in which a pixel is refined
 * @param coverage which rectangles are computed
 */
public record Masking(AttentionMap attention, double lowerBound, Coverage coverage) {
    /** The lower bound where none is named. */
    public static final double DEFAULT_LOWER_BOUND = 0.2;

    /** Validates the bound. */
    public Masking {
        if (!(lowerBound >= 0 && lowerBound <= 1)) {
            throw new IllegalArgumentException("The lower bound is " + lowerBound
                    + " but must be within 0 to 1; 0.2 is usual, 1 refines every pixel in every step.");
        }
    }

    /** Every pixel in every step: plain sampling. */
    public static Masking everywhere(int height, int width) {
        return new Masking(AttentionMap.uniform(height, width, 1), 1, Coverage.RECTANGLES);
    }

    /** The same for models that look at whole images. */
    FrameMask ofFrames() {
        return new FrameMask(attention.width(), attention.height(), attention::readRow, lowerBound);
    }

    /** From which step on each latent pixel is refined: a latent pixel asks for as much as the most demanding pixel in it. */
    ActivationSteps activation(int scale, int steps) {
        return ActivationSteps.of(attention.maxima(scale), lowerBound, steps);
    }
}
