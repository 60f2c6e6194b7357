package io.acuity.attention;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;

/**
 * Computes an attention map from a low-resolution image, once per image. The same image gives the same map. Safe for use
 * by several threads.
 */
public interface AttentionExtractor {
    /** The name by which requests ask for it, e.g. {@code edges} or {@code dino-vit-s8:max}. */
    String name();

    /**
     * Computes the map of an image.
     *
     * @param lowRes the LR image, {@code [3, h, w]} in [0, 1]
     * @param height rows of the result, at which the map is wanted
     * @param width columns of the result
     */
    AttentionMap extract(FloatImage lowRes, int height, int width);

    /** Computes the map of a picture of any size; very large ones are looked at in reduced size ({@link WorkingImage}). */
    default AttentionMap extract(Picture lowRes, int height, int width) {
        return extract(WorkingImage.of(lowRes), height, width);
    }
}
