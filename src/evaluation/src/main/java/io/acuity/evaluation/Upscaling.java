package io.acuity.evaluation;

import io.acuity.imaging.Picture;

/** The way from a low-resolution picture to its result that is being evaluated; the same code as a job runs. */
@FunctionalInterface
public interface Upscaling {
    /** The result for {@code lowRes}; both sides must be multiplied by the scale of the evaluation. */
    Picture upscale(Picture lowRes);
}
