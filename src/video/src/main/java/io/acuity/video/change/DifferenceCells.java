package io.acuity.video.change;

import java.util.Arrays;

/**
 * Sums of differences over cells of 8×8 pixels, the last ones of a row or column being up to 15 wide so that no cell is
 * small. For one window of one frame against the same window of another; reused for all tiles. One thread at a time.
 */
final class DifferenceCells {
    /** Side of a cell in pixels. */
    static final int SIDE = 8;

    private static final int CHANNELS = 3;

    private int columns;
    private int rows;
    private int[] signed = new int[0];
    private int[] absolute = new int[0];
    private int width;
    private int height;

    /**
     * Compares.
     *
     * @param frame interleaved samples of the whole frame
     * @param stride samples of a row of it
     * @param from index of the window's first sample in it
     * @param reference interleaved samples of the window alone
     * @param windowWidth columns of the window
     */
    void compare(short[] frame, int stride, int from, short[] reference, int windowWidth) {
        width = windowWidth;
        height = reference.length / (windowWidth * CHANNELS);
        columns = Math.max(1, width / SIDE);
        rows = Math.max(1, height / SIDE);
        int sums = columns * rows * CHANNELS;
        if (signed.length != sums) {
            signed = new int[sums];
            absolute = new int[sums];
        } else {
            Arrays.fill(signed, 0);
            Arrays.fill(absolute, 0);
        }
        for (int y = 0; y < height; y++) {
            int cellRow = Math.min(y / SIDE, rows - 1) * columns;
            addRow(frame, from + y * stride, reference, y * width * CHANNELS, cellRow);
        }
    }

    private void addRow(short[] frame, int at, short[] reference, int refAt, int cellRow) {
        for (int cell = 0; cell < columns; cell++) {
            int start = cell * SIDE * CHANNELS;
            int end = (cell == columns - 1 ? width : (cell + 1) * SIDE) * CHANNELS;
            int s0 = 0;
            int s1 = 0;
            int s2 = 0;
            int a0 = 0;
            int a1 = 0;
            int a2 = 0;
            for (int i = start; i < end; i += CHANNELS) {
                int d0 = frame[at + i] - reference[refAt + i];
                int d1 = frame[at + i + 1] - reference[refAt + i + 1];
                int d2 = frame[at + i + 2] - reference[refAt + i + 2];
                s0 += d0;
                s1 += d1;
                s2 += d2;
                a0 += Math.abs(d0);
                a1 += Math.abs(d1);
                a2 += Math.abs(d2);
            }
            int k = (cellRow + cell) * CHANNELS;
            signed[k] += s0;
            signed[k + 1] += s1;
            signed[k + 2] += s2;
            absolute[k] += a0;
            absolute[k + 1] += a1;
            absolute[k + 2] += a2;
        }
    }

    /** Largest |mean difference| of a channel over the window. */
    double windowShift() {
        return largestOfChannels(signed);
    }

    /** Largest mean absolute difference of a channel over the window. */
    double windowDifference() {
        return largestOfChannels(absolute);
    }

    /** Largest |mean difference| of a channel in any cell. */
    double cellShift() {
        return largestOfCells(signed);
    }

    /** Largest mean absolute difference of a channel in any cell. */
    double cellDifference() {
        return largestOfCells(absolute);
    }

    private double largestOfChannels(int[] sums) {
        double largest = 0;
        for (int c = 0; c < CHANNELS; c++) {
            long sum = 0;
            for (int k = c; k < sums.length; k += CHANNELS) {
                sum += sums[k];
            }
            largest = Math.max(largest, Math.abs((double) sum) / ((long) width * height));
        }
        return largest;
    }

    private double largestOfCells(int[] sums) {
        double largest = 0;
        for (int row = 0; row < rows; row++) {
            int cellHeight = row == rows - 1 ? height - row * SIDE : SIDE;
            for (int column = 0; column < columns; column++) {
                int cellWidth = column == columns - 1 ? width - column * SIDE : SIDE;
                int k = (row * columns + column) * CHANNELS;
                int most = Math.max(Math.abs(sums[k]), Math.max(Math.abs(sums[k + 1]), Math.abs(sums[k + 2])));
                largest = Math.max(largest, (double) most / (cellWidth * cellHeight));
            }
        }
        return largest;
    }
}
