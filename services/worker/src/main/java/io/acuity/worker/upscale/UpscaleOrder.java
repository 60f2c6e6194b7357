package io.acuity.worker.upscale;

import io.acuity.imaging.Picture;
import io.acuity.imaging.encode.PictureLayout;

/**
 * What to upscale, and how.
 *
 * @param picture the picture; read only from here on
 * @param model the model
 * @param seed names the noise
 * @param deterministic identical bytes each time on one machine
 */
public record UpscaleOrder(Picture picture, UpscaleModel model, long seed, boolean deterministic) {
    /** Size and samples of the result. */
    public PictureLayout resultLayout() {
        PictureLayout source = PictureLayout.of(picture);
        return new PictureLayout(
                Math.multiplyExact(source.width(), model.scale()),
                Math.multiplyExact(source.height(), model.scale()),
                source.channels(),
                source.bitDepth());
    }
}
