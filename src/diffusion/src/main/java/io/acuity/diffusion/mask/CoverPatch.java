package io.acuity.diffusion.mask;

import io.acuity.diffusion.tiles.Rect;

/**
 * One rectangle of a cover. The network runs on {@code height}×{@code width} pixels whose upper left part is the window; what
 * is beyond is outside the mask, like everything beyond the image.
 *
 * @param core the active pixels in it are written
 * @param window what they depend on, inside the image
 * @param width of the network's input, at least the window's
 * @param height of the network's input, at least the window's
 */
public record CoverPatch(Rect core, Rect window, int width, int height) {
    /** Validates that the parts lie in one another. */
    public CoverPatch {
        if (!window.contains(core) || width < window.width() || height < window.height()) {
            throw new IllegalArgumentException("A patch of " + width + "×" + height + " doesn't hold its window "
                    + window + " or that its core " + core + ".");
        }
    }

    /** Pixels the network computes. */
    public int pixels() {
        return width * height;
    }
}
