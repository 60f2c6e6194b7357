package io.acuity.imaging.degrade;

import io.acuity.imaging.FloatImage;

/** A way to make low-resolution pictures of high-resolution ones. Stateless; safe for many threads. */
public interface Degradation {
    /** How many times smaller the result is. */
    int scale();

    /**
     * What is going to be done to a picture.
     *
     * @param height rows of the high-resolution picture, a multiple of {@link #scale}
     * @param width pixels a row, a multiple of {@link #scale}
     * @param seed decides every choice; the same seed gives the same plan
     */
    DegradationPlan plan(int height, int width, long seed);

    /**
     * The low-resolution picture.
     *
     * @param highRes one channel or three in [0, 1], sides multiples of {@link #scale}
     * @param seed decides every choice; the same seed gives the same picture
     * @return values in [0, 1], multiples of 1/255, sides divided by the scale
     * @throws IllegalArgumentException when a side is not a multiple of the scale
     */
    default FloatImage degrade(FloatImage highRes, long seed) {
        return plan(highRes.height(), highRes.width(), seed).apply(highRes);
    }
}
