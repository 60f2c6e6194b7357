package io.acuity.imaging.metrics;

/**
 * Structural similarity (Wang et al. 2004) on luma: Gaussian window of 11×11 with σ = 1.5, only where the window fits,
 * population covariance, K1 = 0.01, K2 = 0.03, peak 255, mean over positions.
 */
public final class Ssim {
    /** Side of the window; images must be at least as large. */
    public static final int WINDOW = 11;

    private static final double SIGMA = 1.5;
    private static final double C1 = 0.01 * 255 * (0.01 * 255);
    private static final double C2 = 0.03 * 255 * (0.03 * 255);
    private static final double[] WEIGHTS = gaussian();

    private Ssim() {}

    /** SSIM of two luma planes of equal size, 1 for equal ones. */
    public static double of(Luma a, Luma b) {
        a.requireSameSize(b);
        if (Math.min(a.width(), a.height()) < WINDOW) {
            throw new IllegalArgumentException("SSIM needs images of at least " + WINDOW + "×" + WINDOW
                    + " pixels, not " + a.width() + "×" + a.height() + ".");
        }
        double[] meanA = blur(a, a.values());
        double[] meanB = blur(a, b.values());
        double[] squareA = blur(a, product(a.values(), a.values()));
        double[] squareB = blur(a, product(b.values(), b.values()));
        double[] cross = blur(a, product(a.values(), b.values()));
        double sum = 0;
        for (int i = 0; i < cross.length; i++) {
            double ab = meanA[i] * meanB[i];
            double aa = meanA[i] * meanA[i];
            double bb = meanB[i] * meanB[i];
            double covariance = cross[i] - ab;
            double variances = squareA[i] - aa + (squareB[i] - bb);
            sum += (2 * ab + C1) * (2 * covariance + C2) / ((aa + bb + C1) * (variances + C2));
        }
        return sum / cross.length;
    }

    private static double[] product(double[] a, double[] b) {
        double[] product = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            product[i] = a[i] * b[i];
        }
        return product;
    }

    /** The window over {@code values} laid out as {@code size}, columns first, then rows. */
    private static double[] blur(Luma size, double[] values) {
        int width = size.width();
        int height = size.height();
        int innerWidth = width - WINDOW + 1;
        int innerHeight = height - WINDOW + 1;
        double[] columns = new double[innerHeight * width];
        for (int y = 0; y < innerHeight; y++) {
            for (int k = 0; k < WINDOW; k++) {
                double weight = WEIGHTS[k];
                for (int x = 0; x < width; x++) {
                    columns[y * width + x] += weight * values[(y + k) * width + x];
                }
            }
        }
        double[] result = new double[innerHeight * innerWidth];
        for (int y = 0; y < innerHeight; y++) {
            for (int k = 0; k < WINDOW; k++) {
                double weight = WEIGHTS[k];
                for (int x = 0; x < innerWidth; x++) {
                    result[y * innerWidth + x] += weight * columns[y * width + x + k];
                }
            }
        }
        return result;
    }

    private static double[] gaussian() {
        double[] weights = new double[WINDOW];
        double sum = 0;
        for (int i = 0; i < WINDOW; i++) {
            double distance = i - WINDOW / 2;
            weights[i] = Math.exp(-distance * distance / (2 * SIGMA * SIGMA));
            sum += weights[i];
        }
        for (int i = 0; i < WINDOW; i++) {
            weights[i] /= sum;
        }
        return weights;
    }
}
