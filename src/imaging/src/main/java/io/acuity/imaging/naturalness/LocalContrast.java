package io.acuity.imaging.naturalness;

import io.acuity.imaging.metrics.Luma;

/**
 * Luma with its local mean taken off and its local contrast divided out, equations 1 to 3 of the paper:
 * {@code (I − µ) / (σ + 1)} with µ and σ under a Gaussian of 7×7 pixels, deviation 7/6, edge pixels repeated outside.
 *
 * @param width pixels a row
 * @param height rows
 * @param normalised the coefficients, row by row; about N(0, 1) in photographs
 * @param deviation σ, row by row, on the scale of 0 to 255
 */
record LocalContrast(int width, int height, double[] normalised, double[] deviation) {
    private static final int RADIUS = 3;
    private static final double WINDOW_DEVIATION = 7.0 / 6;
    private static final double FLOOR = 1;
    private static final double[] WINDOW = window();

    static LocalContrast of(Luma luma) {
        int width = luma.width();
        int height = luma.height();
        int paddedWidth = width + 2 * RADIUS;
        double[] padded = padded(luma, paddedWidth);
        double[] normalised = new double[width * height];
        double[] deviation = new double[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int i = y * width + x;
                double centre = luma.values()[i];
                double offset = 0;
                double square = 0;
                // Differences to the middle, so that an even area gives exactly zero and not rounding noise.
                for (int row = 0; row <= 2 * RADIUS; row++) {
                    int from = (y + row) * paddedWidth + x;
                    for (int column = 0; column <= 2 * RADIUS; column++) {
                        double weight = WINDOW[row * (2 * RADIUS + 1) + column];
                        double difference = padded[from + column] - centre;
                        offset += weight * difference;
                        square += weight * difference * difference;
                    }
                }
                deviation[i] = Math.sqrt(Math.abs(square - offset * offset));
                normalised[i] = -offset / (deviation[i] + FLOOR);
            }
        }
        return new LocalContrast(width, height, normalised, deviation);
    }

    /** A copy of the square of {@code side} coefficients with its top left corner at column {@code x}, row {@code y}. */
    double[] patch(int x, int y, int side) {
        double[] patch = new double[side * side];
        for (int row = 0; row < side; row++) {
            System.arraycopy(normalised, (y + row) * width + x, patch, row * side, side);
        }
        return patch;
    }

    /** Mean of σ over the same square: how sharp it is. */
    double sharpness(int x, int y, int side) {
        double sum = 0;
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                sum += deviation[(y + row) * width + x + column];
            }
        }
        return sum / (side * side);
    }

    private static double[] padded(Luma luma, int paddedWidth) {
        int paddedHeight = luma.height() + 2 * RADIUS;
        double[] padded = new double[paddedWidth * paddedHeight];
        for (int y = 0; y < paddedHeight; y++) {
            int row = Math.clamp(y - RADIUS, 0, luma.height() - 1) * luma.width();
            for (int x = 0; x < paddedWidth; x++) {
                padded[y * paddedWidth + x] = luma.values()[row + Math.clamp(x - RADIUS, 0, luma.width() - 1)];
            }
        }
        return padded;
    }

    private static double[] window() {
        int side = 2 * RADIUS + 1;
        double[] weights = new double[side * side];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double dy = i / side - RADIUS;
            double dx = i % side - RADIUS;
            weights[i] = Math.exp(-(dx * dx + dy * dy) / (2 * WINDOW_DEVIATION * WINDOW_DEVIATION));
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }
}
