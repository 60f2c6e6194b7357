package io.acuity.diffusion.frame;

import io.acuity.diffusion.codec.LatentUpsampler;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Plane;

/**
 * Extends images on the right and at the bottom until their sides are multiples of a number, and long enough. The image is reflected
 * about its last pixel, as the published code does; where it is too small for that, its last pixel is repeated.
 *
 * @param multiple what the sides become multiples of
 * @param least the shortest side a network can take
 */
public record FramePadding(int multiple, int least) {
    /** Pads for a network that takes sides of any length. */
    public FramePadding(int multiple) {
        this(multiple, 1);
    }

    /** Validates the numbers. */
    public FramePadding {
        if (multiple < 1 || least < 1) {
            throw new IllegalArgumentException("Sides are padded to multiples of at least 1, to a length of at least 1,"
                    + " not to multiples of " + multiple + " and " + least + ".");
        }
    }

    /** A side after padding. */
    public int padded(int length) {
        return Math.ceilDiv(Math.max(length, least), multiple) * multiple;
    }

    /** The same for results that are smaller or larger by a factor: as many LR pixels more or fewer make the shortest side. */
    FramePadding forResults(double factor) {
        return new FramePadding(multiple, (int) Math.ceil(least / factor));
    }

    /** What suits both: the least common multiple, and the longer of the shortest sides. */
    public FramePadding and(FramePadding other) {
        return new FramePadding(
                multiple / commonDivisor(multiple, other.multiple) * other.multiple, Math.max(least, other.least));
    }

    private static int commonDivisor(int a, int b) {
        return b == 0 ? a : commonDivisor(b, a % b);
    }

    /** The image {@code [3, padded height, padded width]} in [-1, 1]. */
    public FloatImage pad(LowRes lowRes) {
        int height = padded(lowRes.height());
        int width = padded(lowRes.width());
        FloatImage image = FloatImage.zeros(3, height, width);
        int at = 0;
        for (int colour = 0; colour < 3; colour++) {
            Plane plane = lowRes.plane(colour);
            for (int y = 0; y < height; y++) {
                int row = source(y, plane.height(), height) * plane.width();
                for (int x = 0; x < width; x++, at++) {
                    short sample = plane.samples()[row + source(x, plane.width(), width)];
                    image.values()[at] = LatentUpsampler.unit(sample);
                }
            }
        }
        return image;
    }

    private static int source(int position, int length, int padded) {
        if (position < length) {
            return position;
        }
        return padded - length < length ? 2 * (length - 1) - position : length - 1;
    }
}
