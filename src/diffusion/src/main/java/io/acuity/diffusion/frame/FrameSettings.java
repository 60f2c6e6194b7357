package io.acuity.diffusion.frame;

/**
 * Bounds on device memory, in bytes, as models estimate what they take.
 *
 * @param maxFrameBytes images or patches that take more are refused
 * @param maxBytesInFlight bound on the sum of the jobs being worked on; further ones wait
 */
public record FrameSettings(long maxFrameBytes, long maxBytesInFlight) {
    /** 8 GiB: images of up to 384×341 pixels, for example, with ResShift's autoencoder. */
    public static final FrameSettings DEFAULT = new FrameSettings(8L << 30, 16L << 30);

    /** Validates that an image that is not refused can be let in. */
    public FrameSettings {
        if (maxFrameBytes < 1 || maxBytesInFlight < maxFrameBytes) {
            throw new IllegalArgumentException("The bytes in flight (" + maxBytesInFlight
                    + ") are at least those of the largest image (" + maxFrameBytes + "), and these at least 1.");
        }
    }
}
