package io.acuity.diffusion.frame;

import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.diffusion.scheduler.ProgressListener;
import io.acuity.diffusion.scheduler.RowSink;
import org.jspecify.annotations.Nullable;

/**
 * A whole image to refine, and how. Equal seeds give equal results.
 *
 * @param lowRes the image
 * @param model the model; stays open until the job is done
 * @param seed names the noise
 * @param mask where it is refined from which step on; null to refine all of it in every step
 * @param rows takes the result
 * @param progress hears of steps; of each patch, encoding counts as the first and decoding as the last of
 *     {@code steps + 2}
 */
public record FrameSpec(
        LowRes lowRes,
        FrameModel model,
        long seed,
        @Nullable FrameMask mask,
        RowSink rows,
        ProgressListener progress) {
    /** Refines the image everywhere, in every step. */
    public FrameSpec(LowRes lowRes, FrameModel model, long seed, RowSink rows, ProgressListener progress) {
        this(lowRes, model, seed, null, rows, progress);
    }

    /** Validates that the mask has the size of the result. */
    public FrameSpec {
        Magnification magnification = model.magnification();
        int width = magnification.length(lowRes.width());
        int height = magnification.length(lowRes.height());
        if (mask != null && (mask.width() != width || mask.height() != height)) {
            throw new IllegalArgumentException("The attention map has " + mask.width() + "×" + mask.height()
                    + " pixels, but the result " + width + "×" + height + "; a map has the size of the result.");
        }
    }
}
