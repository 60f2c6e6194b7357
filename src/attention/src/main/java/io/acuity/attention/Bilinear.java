package io.acuity.attention;

import io.acuity.imaging.FloatImage;

/**
 * Bilinear resampling by rows, as {@code interpolate(mode="bilinear", align_corners=False)} does it: the source
 * coordinate of a pixel is {@code max(0, (i + 0.5) · in / out − 0.5)}, borders repeat. Immutable.
 */
public final class Bilinear {
    private final FloatImage grid;
    private final int height;
    private final int[] left;
    private final float[] share;

    /**
     * Prepares resampling of every channel of {@code grid}.
     *
     * @param grid any number of channels; must not be changed afterwards
     * @param height rows of the result
     * @param width columns of the result
     */
    public Bilinear(FloatImage grid, int height, int width) {
        this.grid = grid;
        this.height = height;
        this.left = new int[width];
        this.share = new float[width];
        for (int x = 0; x < width; x++) {
            float position = position(x, grid.width(), width);
            left[x] = (int) position;
            share[x] = position - left[x];
        }
    }

    /** Puts row {@code y} of the resampled channel {@code c} into the first places of {@code row}. */
    public void row(int c, int y, float[] row) {
        float position = position(y, grid.height(), height);
        int top = (int) position;
        float down = position - top;
        int upper = (c * grid.height() + top) * grid.width();
        int lower = (c * grid.height() + Math.min(top + 1, grid.height() - 1)) * grid.width();
        float[] values = grid.values();
        int last = grid.width() - 1;
        for (int x = 0; x < left.length; x++) {
            int from = left[x];
            int to = Math.min(from + 1, last);
            float above = values[upper + from] + share[x] * (values[upper + to] - values[upper + from]);
            float below = values[lower + from] + share[x] * (values[lower + to] - values[lower + from]);
            row[x] = above + down * (below - above);
        }
    }

    private static float position(int index, int in, int out) {
        return (float) Math.max(0, (index + 0.5) * in / out - 0.5);
    }
}
