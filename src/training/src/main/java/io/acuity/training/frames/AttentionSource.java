package io.acuity.training.frames;

import io.acuity.imaging.FloatImage;

/** Makes the attention map of a frame, once, from its LR image. */
@FunctionalInterface
public interface AttentionSource {
    /**
     * The map.
     *
     * @param lowRes {@code [3, h, w]} in [0, 1]
     * @param side of the frame
     * @return {@code [1, side, side]} in [0, 1]
     */
    FloatImage map(FloatImage lowRes, int side);
}
