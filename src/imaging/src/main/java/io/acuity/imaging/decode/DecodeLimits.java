package io.acuity.imaging.decode;

/**
 * What a decoder accepts; sizes are checked from the header, before any pixel is decoded.
 *
 * @param maxBytes largest file in bytes
 * @param maxSide largest width or height in pixels
 * @param maxPixels largest width × height
 */
public record DecodeLimits(long maxBytes, int maxSide, long maxPixels) {
    private static final DecodeLimits DEFAULT = new DecodeLimits(256L << 20, 30_000, 100_000_000);

    /** Validates that all limits are positive. */
    public DecodeLimits {
        if (maxBytes < 1 || maxSide < 1 || maxPixels < 1) {
            throw new IllegalArgumentException("Decode limits must be positive, not " + maxBytes + " bytes, " + maxSide
                    + " pixels a side and " + maxPixels + " pixels.");
        }
    }

    /** 256 MiB, 30,000 pixels a side and 100 megapixels. */
    public static DecodeLimits defaults() {
        return DEFAULT;
    }

    void requireBytes(long bytes) {
        if (bytes == 0) {
            throw new UnreadableImageException(
                    UnreadableImageException.Reason.EMPTY, "The image has zero bytes; send the file's content.");
        }
        if (bytes > maxBytes) {
            throw tooLarge("has " + bytes + " bytes", maxBytes + " bytes");
        }
    }

    void requireSize(long width, long height) {
        if (width > maxSide || height > maxSide) {
            throw tooLarge("is " + width + "×" + height + " pixels", maxSide + " pixels a side");
        }
        if (width * height > maxPixels) {
            throw tooLarge("is " + width + "×" + height + " pixels", maxPixels + " pixels in all");
        }
    }

    private static UnreadableImageException tooLarge(String what, String limit) {
        return new UnreadableImageException(
                UnreadableImageException.Reason.TOO_LARGE,
                "The image " + what + ", more than the limit of " + limit + "; send a smaller one or raise the limit.");
    }
}
