package io.acuity.diffusion.frame;

/**
 * Bounds on memory, in LR pixels, padding included. ResShift's autoencoder takes about 64 KiB a pixel while it decodes.
 *
 * @param maxImagePixels larger images are refused
 * @param maxPixelsInFlight bound on the pixels of images being worked on; further ones wait
 */
public record FrameSettings(int maxImagePixels, int maxPixelsInFlight) {
    /** Images of up to 384×341 pixels, for example: about 8 GiB with ResShift's autoencoder. */
    public static final FrameSettings DEFAULT = new FrameSettings(1 << 17, 1 << 18);

    /** Validates that an image that is not refused can be let in. */
    public FrameSettings {
        if (maxImagePixels < 1 || maxPixelsInFlight < maxImagePixels) {
            throw new IllegalArgumentException("The pixels in flight (" + maxPixelsInFlight
                    + ") are at least those of the largest image (" + maxImagePixels + "), and these at least 1.");
        }
    }
}
