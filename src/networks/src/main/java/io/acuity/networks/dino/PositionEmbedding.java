package io.acuity.networks.dino;

/**
 * Positions of a vision transformer, brought from the square grid they were trained on to the patches of an image: as
 * DINO's {@code interpolate_pos_encoding}, bicubic with a = −0.75, borders repeated, and scale factors enlarged by a
 * tenth of a patch, which shifts the sampled coordinates a little.
 *
 * @param grid patches along a side of the trained square
 * @param width embedding dimension
 * @param values {@code [1 + grid², width]}, the class token's position first
 */
record PositionEmbedding(int grid, int width, float[] values) {
    private static final double A = -0.75;
    private static final double NUDGE = 0.1;
    private static final int TAPS = 4;

    PositionEmbedding {
        if (values.length != (1 + grid * grid) * width) {
            throw new IllegalArgumentException("Positions of " + values.length + " values are not those of a grid of "
                    + grid + "×" + grid + " patches and width " + width + ".");
        }
    }

    /**
     * Positions for an image.
     *
     * @param height its height in pixels
     * @param imageWidth its width in pixels
     * @param patch side of a patch
     * @return {@code [1 + rows·columns, width]}
     */
    float[] forImage(int height, int imageWidth, int patch) {
        int rows = height / patch;
        int columns = imageWidth / patch;
        // An image of as many patches that is not square is interpolated all the same, as in the published code.
        if (rows * columns == grid * grid && height == imageWidth) {
            return values;
        }
        Taps[] across = taps(columns);
        Taps[] down = taps(rows);
        float[] result = new float[(1 + rows * columns) * width];
        System.arraycopy(values, 0, result, 0, width);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                interpolate(down[y], across[x], result, (1 + y * columns + x) * width);
            }
        }
        return result;
    }

    private void interpolate(Taps down, Taps across, float[] result, int to) {
        double[] sums = new double[width];
        for (int i = 0; i < TAPS; i++) {
            for (int j = 0; j < TAPS; j++) {
                int from = (1 + down.source(i, grid) * grid + across.source(j, grid)) * width;
                double weight = down.weights[i] * across.weights[j];
                for (int k = 0; k < width; k++) {
                    sums[k] += weight * values[from + k];
                }
            }
        }
        for (int k = 0; k < width; k++) {
            result[to + k] = (float) sums[k];
        }
    }

    private Taps[] taps(int size) {
        double scale = (size + NUDGE) / grid;
        Taps[] taps = new Taps[size];
        for (int i = 0; i < size; i++) {
            double coordinate = (i + 0.5) / scale - 0.5;
            double floor = Math.floor(coordinate);
            double t = coordinate - floor;
            taps[i] = new Taps((int) floor - 1, new double[] {far(t + 1), near(t), near(1 - t), far(2 - t)});
        }
        return taps;
    }

    /** Keys' cubic kernel for distances up to 1. */
    private static double near(double distance) {
        return ((A + 2) * distance - (A + 3)) * distance * distance + 1;
    }

    /** Keys' cubic kernel for distances from 1 to 2. */
    private static double far(double distance) {
        return ((A * distance - 5 * A) * distance + 8 * A) * distance - 4 * A;
    }

    /** Where one output looks along an axis: four places from {@code first} on, and how much of each it takes. */
    private record Taps(int first, double[] weights) {
        int source(int tap, int grid) {
            return Math.max(0, Math.min(grid - 1, first + tap));
        }
    }
}
