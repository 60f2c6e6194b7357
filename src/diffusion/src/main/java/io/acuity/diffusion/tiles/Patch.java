package io.acuity.diffusion.tiles;

/**
 * What one network call computes: the core is kept, the window around it is what the network sees.
 *
 * @param core pixels whose prediction counts
 * @param window core and halo; equal in size for all tiles of a grid
 * @param depth how often the tile was split to get here
 */
public record Patch(Rect core, Rect window, int depth) {
    /** Validates that the window holds the core. */
    public Patch {
        if (!window.contains(core)) {
            throw new IllegalArgumentException("The window " + window + " doesn't hold its core " + core + ".");
        }
    }
}
