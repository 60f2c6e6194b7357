package io.acuity.imaging.resample;

import io.acuity.imaging.FloatImage;

/**
 * Bicubic enlargement that agrees with PyTorch's {@code interpolate(mode="bicubic", align_corners=False)}: a = −0.75,
 * sharper than MATLAB's, with the border pixels repeated outwards.
 */
public final class PyTorchBicubic {
    private static final double A = -0.75;
    private static final int TAPS = 4;

    private PyTorchBicubic() {}

    /** Enlarges both sides {@code factor} times. */
    public static FloatImage enlarge(FloatImage image, int factor) {
        int width = image.width() * factor;
        FloatImage wide = FloatImage.zeros(image.channels(), image.height(), width);
        for (int row = 0; row < image.channels() * image.height(); row++) {
            enlargeRow(image.values(), row * image.width(), image.width(), factor, wide.values());
        }
        FloatImage result = FloatImage.zeros(image.channels(), image.height() * factor, width);
        for (int y = 0; y < result.height(); y++) {
            float[] weights = weights(y, factor);
            int first = firstTap(y, factor);
            for (int c = 0; c < image.channels(); c++) {
                int to = (c * result.height() + y) * width;
                for (int tap = 0; tap < TAPS; tap++) {
                    int from = (c * image.height() + Math.clamp(first + tap, 0, image.height() - 1)) * width;
                    addRow(weights[tap], wide, from, result, to);
                }
            }
        }
        return result;
    }

    private static void enlargeRow(float[] source, int from, int length, int factor, float[] target) {
        int to = from * factor;
        for (int x = 0; x < length * factor; x++) {
            float[] weights = weights(x, factor);
            int first = firstTap(x, factor);
            float sum = 0;
            for (int tap = 0; tap < TAPS; tap++) {
                sum += weights[tap] * source[from + Math.clamp(first + tap, 0, length - 1)];
            }
            target[to + x] = sum;
        }
    }

    private static void addRow(float weight, FloatImage source, int from, FloatImage target, int to) {
        for (int x = 0; x < target.width(); x++) {
            target.values()[to + x] += weight * source.values()[from + x];
        }
    }

    private static double position(int at, int factor) {
        return (at + 0.5) / factor - 0.5;
    }

    private static int firstTap(int at, int factor) {
        return (int) Math.floor(position(at, factor)) - 1;
    }

    private static float[] weights(int at, int factor) {
        double position = position(at, factor);
        float[] weights = new float[TAPS];
        for (int tap = 0; tap < TAPS; tap++) {
            weights[tap] = (float) kernel(Math.abs(position - firstTap(at, factor) - tap));
        }
        return weights;
    }

    /** Keys' kernel (1981, eq. 15) with free parameter a. */
    private static double kernel(double x) {
        return x <= 1 ? ((A + 2) * x - (A + 3)) * x * x + 1 : ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
    }
}
