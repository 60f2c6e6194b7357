package io.acuity.imaging.metrics;

import io.acuity.imaging.FloatImage;

/** Peak signal-to-noise ratio in decibels; infinite for equal images. */
public final class Psnr {
    private static final double PEAK = 255;

    private Psnr() {}

    /** PSNR of two luma planes of equal size. */
    public static double of(Luma a, Luma b) {
        a.requireSameSize(b);
        double sum = 0;
        for (int i = 0; i < a.values().length; i++) {
            double difference = a.values()[i] - b.values()[i];
            sum += difference * difference;
        }
        return fromMeanSquare(sum / a.values().length, PEAK);
    }

    /** PSNR over all channels of two images in [0, 1] of equal size. */
    public static double ofColours(FloatImage a, FloatImage b) {
        return fromMeanSquare(Consistency.meanSquare(a, b), 1);
    }

    private static double fromMeanSquare(double meanSquare, double peak) {
        return meanSquare == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(peak * peak / meanSquare);
    }
}
