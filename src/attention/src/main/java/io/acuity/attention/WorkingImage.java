package io.acuity.attention;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.Plane;

/**
 * The image that extractors look at: the picture itself, or, above four megapixels, the means of its blocks of k×k
 * pixels with the smallest k that suffices. Attention is smooth; this bounds the memory of every extractor.
 */
public final class WorkingImage {
    /** Most pixels an extractor looks at. */
    public static final long LARGEST = 4L << 20;

    private static final int MOST_ROUNDS = 64;

    private WorkingImage() {}

    /** The colours as {@code [3, h, w]} in [0, 1]; grey is repeated, alpha is left out. */
    public static FloatImage of(Picture picture) {
        int side = blockSide(picture.width(), picture.height());
        return side == 1 ? PictureConversions.toRgb(picture) : means(picture, side);
    }

    static int blockSide(int width, int height) {
        for (int side = 1; side < MOST_ROUNDS; side++) {
            if ((long) cells(width, side) * cells(height, side) <= LARGEST) {
                return side;
            }
        }
        return MOST_ROUNDS;
    }

    private static FloatImage means(Picture picture, int side) {
        FloatImage image = FloatImage.zeros(3, cells(picture.height(), side), cells(picture.width(), side));
        int size = image.height() * image.width();
        for (int c = 0; c < 3; c++) {
            Plane plane = picture.colour().get(picture.isGrey() ? 0 : c);
            for (int y = 0; y < image.height(); y++) {
                for (int x = 0; x < image.width(); x++) {
                    image.values()[c * size + y * image.width() + x] = mean(plane, x * side, y * side, side);
                }
            }
        }
        return image;
    }

    private static float mean(Plane plane, int x0, int y0, int side) {
        int x1 = Math.min(x0 + side, plane.width());
        int y1 = Math.min(y0 + side, plane.height());
        long sum = 0;
        for (int y = y0; y < y1; y++) {
            for (int x = x0; x < x1; x++) {
                sum += plane.sample(x, y);
            }
        }
        return (float) ((double) sum / ((long) (x1 - x0) * (y1 - y0)) / Plane.MAX);
    }

    private static int cells(int length, int side) {
        return (length + side - 1) / side;
    }
}
