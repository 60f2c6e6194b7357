package io.acuity.diffusion.frame;

import io.acuity.diffusion.scheduler.RowSink;
import io.acuity.imaging.FloatImage;
import java.io.IOException;
import java.util.Arrays;

/**
 * Averages results of patches, and writes rows as soon as no further patch reaches them; keeps no more rows than a patch
 * has. Patches come row by row.
 */
final class FrameBands {
    private static final int COLOURS = 3;

    private final int width;
    private final int rows;
    private final RowSink sink;
    private final float[][] sums;
    private final int[] patches;
    /** The first row not written yet, which is the first one kept. */
    private int first;

    /**
     * Creates empty bands.
     *
     * @param width of the result
     * @param rows of the tallest patch
     */
    FrameBands(int width, int rows, RowSink sink) {
        this.width = width;
        this.rows = rows;
        this.sink = sink;
        this.sums = new float[COLOURS][Math.multiplyExact(width, rows)];
        this.patches = new int[width * rows];
    }

    /** Adds the result of a patch, whose upper left pixel belongs at ({@code x}, {@code y}). */
    void add(FloatImage patch, int x, int y) {
        for (int row = 0; row < patch.height(); row++) {
            int to = (y - first + row) * width + x;
            for (int colour = 0; colour < COLOURS; colour++) {
                int from = (colour * patch.height() + row) * patch.width();
                for (int i = 0; i < patch.width(); i++) {
                    sums[colour][to + i] += Math.clamp(patch.values()[from + i], -1f, 1f);
                }
            }
            for (int i = 0; i < patch.width(); i++) {
                patches[to + i]++;
            }
        }
    }

    /** Writes the rows above {@code end}, which are complete; there may be none. */
    void writeBefore(int end) throws IOException {
        if (end == first) {
            return;
        }
        int count = end - first;
        FloatImage band = FloatImage.zeros(COLOURS, count, width);
        for (int colour = 0; colour < COLOURS; colour++) {
            for (int i = 0; i < count * width; i++) {
                band.values()[colour * count * width + i] = sums[colour][i] / patches[i];
            }
        }
        FrameRows.write(band, first, sink);
        first = end;
        int kept = (rows - count) * width;
        for (float[] sum : sums) {
            System.arraycopy(sum, count * width, sum, 0, kept);
            Arrays.fill(sum, kept, sum.length, 0f);
        }
        System.arraycopy(patches, count * width, patches, 0, kept);
        Arrays.fill(patches, kept, patches.length, 0);
    }
}
