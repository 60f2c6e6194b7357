package io.acuity.imaging.resample;

import io.acuity.imaging.FloatImage;

/**
 * Bicubic enlargement that agrees with Pillow's {@code resize(…, BICUBIC)} of 8-bit pictures: a = −0.5, weights beyond the
 * border left out and the others brought to a sum of one, rows first, rounded to 8 bits after each direction. SR3's
 * pictures were prepared with it.
 */
public final class PillowBicubic {
    private static final double A = -0.5;
    private static final double SUPPORT = 2;
    /** Pillow's weights are whole numbers of this fraction of one. */
    private static final double UNIT = 1 << 22;

    private static final double LARGEST = 255;

    private PillowBicubic() {}

    /**
     * Enlarges both sides {@code factor} times.
     *
     * @param image in [-1, 1]; taken as 8-bit samples
     */
    public static FloatImage enlarge(FloatImage image, int factor) {
        float[] samples = new float[image.values().length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = rounded((image.values()[i] + 1.0) / 2 * LARGEST);
        }
        int width = image.width() * factor;
        int rows = image.channels() * image.height();
        float[] wide = new float[rows * width];
        for (int x = 0; x < width; x++) {
            Taps taps = Taps.of(x, factor, image.width());
            for (int row = 0; row < rows; row++) {
                wide[row * width + x] = taps.sum(samples, row * image.width(), 1);
            }
        }
        FloatImage result = FloatImage.zeros(image.channels(), image.height() * factor, width);
        for (int y = 0; y < result.height(); y++) {
            Taps taps = Taps.of(y, factor, image.height());
            for (int c = 0; c < image.channels(); c++) {
                int to = (c * result.height() + y) * width;
                for (int x = 0; x < width; x++) {
                    float sample = taps.sum(wide, c * image.height() * width + x, width);
                    result.values()[to + x] = (float) (sample / LARGEST * 2 - 1);
                }
            }
        }
        return result;
    }

    private static float rounded(double sample) {
        return (float) Math.clamp(Math.floor(sample + 0.5), 0, LARGEST);
    }

    /** The source samples of one result sample, and their weights. */
    private record Taps(int first, double[] weights) {
        static Taps of(int at, int factor, int length) {
            double centre = (at + 0.5) / factor;
            int first = Math.max(0, (int) (centre - SUPPORT + 0.5));
            int end = Math.min(length, (int) (centre + SUPPORT + 0.5));
            double[] weights = new double[end - first];
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                weights[i] = kernel(Math.abs(first + i - centre + 0.5));
                sum += weights[i];
            }
            for (int i = 0; i < weights.length; i++) {
                weights[i] = Math.rint(weights[i] / sum * UNIT) / UNIT;
            }
            return new Taps(first, weights);
        }

        float sum(float[] samples, int from, int stride) {
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                sum += weights[i] * samples[from + (first + i) * stride];
            }
            return rounded(sum);
        }
    }

    /** Keys' kernel (1981, eq. 15) with free parameter a. */
    private static double kernel(double x) {
        if (x >= SUPPORT) {
            return 0;
        }
        return x <= 1 ? ((A + 2) * x - (A + 3)) * x * x + 1 : ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
    }
}
