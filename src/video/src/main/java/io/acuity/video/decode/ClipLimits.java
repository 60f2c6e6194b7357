package io.acuity.video.decode;

import io.acuity.video.ClipException;

/**
 * What a reader accepts; sizes are checked from the header, before a decoder is opened.
 *
 * @param maxSide largest width or height in pixels
 * @param maxPixels largest width × height
 * @param maxStreams most streams in a file
 */
public record ClipLimits(int maxSide, long maxPixels, int maxStreams) {
    private static final ClipLimits DEFAULT = new ClipLimits(16_384, 36_000_000, 64);

    /** Validates that all limits are positive. */
    public ClipLimits {
        if (maxSide < 1 || maxPixels < 1 || maxStreams < 1) {
            throw new IllegalArgumentException("Clip limits must be positive, not " + maxSide + " pixels a side, "
                    + maxPixels + " pixels and " + maxStreams + " streams.");
        }
    }

    /** 16,384 pixels a side, 36 megapixels (8K UHD is 33) and 64 streams. */
    public static ClipLimits defaults() {
        return DEFAULT;
    }

    void requireSize(String name, int width, int height) {
        if (width > maxSide || height > maxSide || (long) width * height > maxPixels) {
            throw new ClipException(
                    ClipException.Reason.TOO_LARGE,
                    name + " has frames of " + width + "×" + height + " pixels, more than the limit of " + maxSide
                            + " a side and " + maxPixels + " in all; send a smaller clip or raise the limit.");
        }
    }
}
