package io.acuity.imaging.metrics;

import io.acuity.imaging.FloatImage;

/** How far a result's colours are off as a whole, which diffusion is known to do and PSNR punishes hard (YODA, table 2). */
public final class ColourShift {
    private static final double LEVELS = 255;

    private ColourShift() {}

    /**
     * The absolute difference of the means of a channel, averaged over channels, in levels of 255.
     *
     * @param result in [0, 1]
     * @param original in [0, 1], of the same shape
     */
    public static double of(FloatImage result, FloatImage original) {
        Consistency.requireSameShape(result, original);
        double sum = 0;
        for (int c = 0; c < result.channels(); c++) {
            sum += Math.abs(difference(result, original, c));
        }
        return LEVELS * sum / result.channels();
    }

    /**
     * The result with its channel means replaced by those of the original, clipped to [0, 1]: what is left to compare when
     * the shift is forgiven.
     *
     * @param result in [0, 1]
     * @param original in [0, 1], of the same shape
     */
    public static FloatImage forgiven(FloatImage result, FloatImage original) {
        Consistency.requireSameShape(result, original);
        int plane = result.height() * result.width();
        float[] values = result.values().clone();
        for (int c = 0; c < result.channels(); c++) {
            float difference = (float) difference(result, original, c);
            for (int i = c * plane; i < (c + 1) * plane; i++) {
                values[i] = Math.clamp(values[i] + difference, 0f, 1f);
            }
        }
        return new FloatImage(result.channels(), result.height(), result.width(), values);
    }

    /** What has to be added to a channel so that its mean is the original's. */
    private static double difference(FloatImage result, FloatImage original, int channel) {
        int plane = result.height() * result.width();
        double sum = 0;
        for (int i = channel * plane; i < (channel + 1) * plane; i++) {
            sum += (double) original.values()[i] - result.values()[i];
        }
        return sum / plane;
    }
}
