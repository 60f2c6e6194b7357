package io.acuity.imaging.metrics;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.resample.Bicubic;

/** How well a result explains its input: the result, shrunk back, against the low-resolution image. */
public final class Consistency {
    private static final double UNIT = 1e5;

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

    static double meanSquare(FloatImage a, FloatImage b) {
        if (a.channels() != b.channels() || a.width() != b.width() || a.height() != b.height()) {
            throw new IllegalArgumentException("Images to compare differ in shape: [" + a.channels() + ", " + a.height()
                    + ", " + a.width() + "] and [" + b.channels() + ", " + b.height() + ", " + b.width() + "].");
        }
        double sum = 0;
        for (int i = 0; i < a.values().length; i++) {
            double difference = a.values()[i] - (double) b.values()[i];
            sum += difference * difference;
        }
        return sum / a.values().length;
    }
}
