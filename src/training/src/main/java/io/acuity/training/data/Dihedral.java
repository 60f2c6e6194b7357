package io.acuity.training.data;

import io.acuity.imaging.FloatImage;
import java.util.random.RandomGenerator;

/**
 * One of the eight symmetries of a square, as augmentation; bicubic reduction commutes with all of them.
 *
 * @param transposed rows and columns exchanged, first
 * @param flippedRows upside down
 * @param flippedColumns mirrored
 */
record Dihedral(boolean transposed, boolean flippedRows, boolean flippedColumns) {
    static Dihedral random(RandomGenerator random) {
        return new Dihedral(random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
    }

    /** Source row of the sample at ({@code row}, {@code column}) in a square of {@code size}. */
    int row(int row, int column, int size) {
        int source = transposed ? column : row;
        return flippedRows ? size - 1 - source : source;
    }

    /** Source column of the sample at ({@code row}, {@code column}) in a square of {@code size}. */
    int column(int row, int column, int size) {
        int source = transposed ? row : column;
        return flippedColumns ? size - 1 - source : source;
    }

    /** A square image seen this way. */
    FloatImage of(FloatImage square) {
        int size = square.width();
        FloatImage out = FloatImage.zeros(square.channels(), size, size);
        for (int c = 0; c < square.channels(); c++) {
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    out.values()[(c * size + y) * size + x] =
                            square.values()[(c * size + row(y, x, size)) * size + column(y, x, size)];
                }
            }
        }
        return out;
    }
}
