package io.acuity.imaging.encode;

import io.acuity.imaging.Picture;

/**
 * Size and samples of a picture to be written.
 *
 * @param width pixels a row
 * @param height rows
 * @param channels 1 grey, 2 grey and alpha, 3 red, green, blue, 4 red, green, blue and alpha
 * @param bitDepth bits per sample of the file, 8 or 16
 */
public record PictureLayout(int width, int height, int channels, int bitDepth) {
    /** Validates the ranges. */
    public PictureLayout {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("A picture of " + width + "×" + height + " pixels has no content.");
        }
        if (channels < 1 || channels > 4) {
            throw new IllegalArgumentException("A picture has 1 to 4 channels, not " + channels + ".");
        }
        if (bitDepth != 8 && bitDepth != 16) {
            throw new IllegalArgumentException("A picture has 8 or 16 bits per sample, not " + bitDepth + ".");
        }
    }

    /** The layout a picture has. */
    public static PictureLayout of(Picture picture) {
        int channels = picture.colour().size() + (picture.alpha() == null ? 0 : 1);
        return new PictureLayout(picture.width(), picture.height(), channels, picture.bitDepth());
    }

    /** Whether the last channel is alpha. */
    public boolean hasAlpha() {
        return channels == 2 || channels == 4;
    }

    /** Whether there is one colour channel. */
    public boolean isGrey() {
        return channels <= 2;
    }

    /** Samples of one row. */
    public int rowSamples() {
        return Math.multiplyExact(width, channels);
    }
}
