package io.acuity.worker.upscale;

import io.acuity.imaging.Picture;
import io.acuity.imaging.encode.PictureLayout;
import org.jspecify.annotations.Nullable;

/**
 * What to upscale, and how.
 *
 * @param picture the picture; read only from here on
 * @param model the model
 * @param seed names the noise
 * @param deterministic identical bytes each time on one machine
 * @param masking where a masked model refines, and a whole-image model where that is wanted; null otherwise
 */
public record UpscaleOrder(
        Picture picture,
        UpscaleModel model,
        long seed,
        boolean deterministic,
        @Nullable Masking masking) {
    /** Validates that mask, model and picture fit together. */
    public UpscaleOrder {
        if (masking == null ? model instanceof MaskedModel : !takesMask(model)) {
            throw new IllegalArgumentException("The model " + model.name() + " takes "
                    + (masking == null ? "an attention map, and none was given." : "no attention map."));
        }
    }

    private static boolean takesMask(UpscaleModel model) {
        return switch (model) {
            case MaskedModel masked -> true;
            case WholeImageModel whole -> whole.takesMasks();
            case ShiftModel shift -> false;
        };
    }

    /** An order of a model without a mask. */
    public UpscaleOrder(Picture picture, UpscaleModel model, long seed, boolean deterministic) {
        this(picture, model, seed, deterministic, null);
    }

    /** Size and samples of the result. */
    public PictureLayout resultLayout() {
        PictureLayout source = PictureLayout.of(picture);
        return new PictureLayout(
                model.magnification().length(source.width()),
                model.magnification().length(source.height()),
                source.channels(),
                source.bitDepth());
    }
}
