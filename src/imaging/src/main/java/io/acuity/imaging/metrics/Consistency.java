package io.acuity.imaging.metrics;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.resample.Bicubic;

/** How well a result explains its input: the result, shrunk back, against the low-resolution image. */
public final class Consistency {
    private static final double UNIT = 1e5;
    private static final int LEVELS = 256;

    private Consistency() {}

    /**
     * Mean squared error, times 10⁵, between {@code lowRes} and {@code result} shrunk to its size with MATLAB's bicubic.
     *
     * @param result high-resolution image in [0, 1]
     * @param lowRes low-resolution image in [0, 1] with as many channels
     */
    public static double of(FloatImage result, FloatImage lowRes) {
        return UNIT * meanSquare(Bicubic.resize(result, lowRes.height(), lowRes.width()), lowRes);
    }

    /**
     * The figure that SR4's report calls consistency: the mean of squared differences of 8-bit images whose difference and
     * square wrap at 256, so that small and large errors cannot be told apart. For comparison with its table only; there it
     * is taken between the reduced result and the reduced original.
     *
     * @param a in [0, 1]
     * @param b in [0, 1], of the same shape
     */
    public static double wrappedAt8Bit(FloatImage a, FloatImage b) {
        requireSameShape(a, b);
        double sum = 0;
        for (int i = 0; i < a.values().length; i++) {
            int difference = Math.floorMod(level(a.values()[i]) - level(b.values()[i]), LEVELS);
            sum += difference * difference % LEVELS;
        }
        return sum / a.values().length;
    }

    private static int level(float value) {
        return Math.round(Math.clamp(value, 0f, 1f) * (LEVELS - 1));
    }

    static double meanSquare(FloatImage a, FloatImage b) {
        requireSameShape(a, b);
        double sum = 0;
        for (int i = 0; i < a.values().length; i++) {
            double difference = a.values()[i] - (double) b.values()[i];
            sum += difference * difference;
        }
        return sum / a.values().length;
    }

    static void requireSameShape(FloatImage a, FloatImage b) {
        if (a.channels() != b.channels() || a.width() != b.width() || a.height() != b.height()) {
            throw new IllegalArgumentException("Images to compare differ in shape: [" + a.channels() + ", " + a.height()
                    + ", " + a.width() + "] and [" + b.channels() + ", " + b.height() + ", " + b.width() + "].");
        }
    }
}
