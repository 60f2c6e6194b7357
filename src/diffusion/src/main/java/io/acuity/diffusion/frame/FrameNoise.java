package io.acuity.diffusion.frame;

import io.acuity.diffusion.noise.PixelNoise;
import io.acuity.diffusion.tiles.Rect;

/**
 * Unit Gaussian noise for whole states: a function of seed, draw, channel and pixel. A filler with scratch arrays; one
 * thread at a time.
 */
public final class FrameNoise {
    private final PixelNoise noise;
    private final int channels;
    private final Rect frame;

    /** The noise of states {@code [channels, height, width]}. */
    public FrameNoise(long seed, int channels, int height, int width) {
        this(seed, channels, new Rect(0, 0, width, height));
    }

    /** The noise of states of a part of an image; what another part has at the same place is the same. */
    FrameNoise(long seed, int channels, Rect frame) {
        this.noise = new PixelNoise(seed, 1);
        this.channels = channels;
        this.frame = frame;
    }

    /** The values of one draw, a new array. */
    public float[] draw(int index) {
        float[] values = new float[Math.multiplyExact(channels, frame.pixels())];
        float[] plane = new float[frame.pixels()];
        for (int channel = 0; channel < channels; channel++) {
            noise.fill(frame, index, channel, plane);
            System.arraycopy(plane, 0, values, channel * plane.length, plane.length);
        }
        return values;
    }
}
