package io.acuity.attention.learned;

import io.acuity.imaging.FloatImage;

/**
 * A learned network that says which places of an image matter, in one map per head: the attention of a vision
 * transformer's class token, or the attribution of a residual network's strongest outputs. Who holds one calls it from
 * the thread that owns its arrays, unless it hands over by itself.
 */
public interface SaliencyBackbone extends AutoCloseable {
    /** The name by which requests ask for it, e.g. {@code dino-vit-s8}. */
    String name();

    /** Number of maps. */
    int heads();

    /** Sides of an input are multiples of this: the patch of a transformer, the total stride of a convolutional network. */
    int inputMultiple();

    /** Smaller images are enlarged to this side; a multiple of {@link #inputMultiple}. */
    default int smallestSide() {
        return 224;
    }

    /**
     * Larger images are looked at through overlapping windows of this side; a multiple of {@link #inputMultiple}. It
     * bounds memory and time of one call: 384 means 2304 tokens of 8×8 pixels.
     */
    default int largestSide() {
        return 384;
    }

    /** What is subtracted from red, green and blue in [0, 1]. */
    default float[] mean() {
        return new float[] {0.485f, 0.456f, 0.406f};
    }

    /** What red, green and blue are divided by after that. */
    default float[] standardDeviation() {
        return new float[] {0.229f, 0.224f, 0.225f};
    }

    /**
     * The maps of one image or window.
     *
     * @param image {@code [3, H, W]}, mean subtracted and divided by the standard deviation; sides are multiples of
     *     {@link #inputMultiple}
     * @return {@code [heads, H / k, W / k]} for some divisor k of {@link #inputMultiple}, the same for every input; raw
     *     values, finite, not scaled to [0, 1]
     */
    FloatImage maps(FloatImage image);

    @Override
    void close();
}
