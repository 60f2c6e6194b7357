package io.acuity.diffusion.mask;

/**
 * What a cover is made for. Sizes in latent pixels.
 *
 * @param radius of the network
 * @param halo where rectangles reach beyond what they write
 * @param grain sides of rectangles are rounded up to multiples of it
 * @param maxPixels largest rectangle
 * @param overheadPixels what one more rectangle costs beside its pixels
 */
public record CoverSettings(int radius, Halo halo, int grain, int maxPixels, int overheadPixels) {
    /** Where a rectangle needs a halo of the network's radius. */
    public enum Halo {
        /** Where active areas are cut only: a mask-gated network sees nothing else. */
        SEAMS,
        /** All around, up to the edge of the image: any other local network. */
        AROUND
    }

    /** Validates the sizes. */
    public CoverSettings {
        if (radius < 0 || grain < 1 || maxPixels < 1 || overheadPixels < 0) {
            throw new IllegalArgumentException("A cover needs a radius and an overhead of at least 0 and a grain and a"
                    + " largest rectangle of at least 1, not " + radius + ", " + overheadPixels + ", " + grain + ", "
                    + maxPixels + ".");
        }
    }
}
