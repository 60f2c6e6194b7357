package io.acuity.evaluation;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.resample.Bicubic;

/**
 * A high-resolution image and the low-resolution one made from it.
 *
 * @param highRes in [0, 1], cut at the right and bottom to multiples of the scale
 * @param lowRes in [0, 1], MATLAB's bicubic of it, rounded to 8 bits
 * @param scale how many times smaller
 */
public record Sample(FloatImage highRes, FloatImage lowRes, int scale) {
    private static final int BITS = 8;

    /** Degrades {@code picture}; its sides must be at least {@code scale}. */
    public static Sample degrade(Picture picture, int scale) {
        FloatImage image = PictureConversions.toRgb(picture);
        FloatImage highRes = crop(image, 0, image.height() / scale * scale, image.width() / scale * scale);
        Picture lowRes = PictureConversions.toPicture(Bicubic.rescale(highRes, 1.0 / scale), null, BITS);
        return new Sample(highRes, PictureConversions.toRgb(lowRes), scale);
    }

    /** The LR image as a picture of 8 bits, as a user would send it. */
    public Picture lowResPicture() {
        return PictureConversions.toPicture(lowRes, null, BITS);
    }

    /** What bicubic interpolation makes of the LR image, in [0, 1], rounded to 8 bits as a file would be. */
    public FloatImage bicubic() {
        return PictureConversions.toRgb(PictureConversions.toPicture(Bicubic.rescale(lowRes, scale), null, BITS));
    }

    static FloatImage inner(FloatImage image, int border) {
        return crop(image, border, image.height() - 2 * border, image.width() - 2 * border);
    }

    private static FloatImage crop(FloatImage image, int from, int height, int width) {
        FloatImage crop = FloatImage.zeros(image.channels(), height, width);
        for (int c = 0; c < image.channels(); c++) {
            for (int y = 0; y < height; y++) {
                int start = (c * image.height() + from + y) * image.width() + from;
                System.arraycopy(image.values(), start, crop.values(), (c * height + y) * width, width);
            }
        }
        return crop;
    }
}
