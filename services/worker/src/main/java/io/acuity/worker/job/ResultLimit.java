package io.acuity.worker.job;

import io.acuity.diffusion.frame.Magnification;
import io.acuity.events.FailureCode;
import io.acuity.imaging.Picture;
import io.acuity.worker.upscale.UpscaleModel;

/**
 * Keeps results of any scale within what files and maps can hold. At a model's own scale the limits on pictures that are read
 * are enough.
 */
final class ResultLimit {
    /** Somewhat more than the largest picture that is read, made eight times larger. */
    private static final long MOST_PIXELS = 8_000_000_000L;
    /** An attention map is one array. */
    private static final long MOST_MASKED = Integer.MAX_VALUE;

    private ResultLimit() {}

    /**
     * Refuses a result that is too large.
     *
     * @param masked whether a map of the result's size is needed
     * @throws JobRefusedException with {@link FailureCode#IMAGE_TOO_LARGE}
     */
    static void require(UpscaleModel model, Picture picture, boolean masked) {
        if (model.magnification().factor() != model.scale()) {
            require(model.magnification(), picture.width(), picture.height(), masked);
        }
    }

    /** The same of a picture {@code lowWidth × lowHeight}. */
    static void require(Magnification magnification, int lowWidth, int lowHeight, boolean masked) {
        long width = magnification.length(lowWidth);
        long height = magnification.length(lowHeight);
        long most = masked ? MOST_MASKED : MOST_PIXELS;
        if (width * height > most) {
            throw new JobRefusedException(
                    FailureCode.IMAGE_TOO_LARGE,
                    "The result at scale " + magnification + " has " + width + "×" + height + " pixels, more than the "
                            + most + (masked ? " of a masked one" : "")
                            + " that are possible; send a smaller picture or ask for a smaller scale.");
        }
    }
}
