package io.acuity.attention;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Plane;
import java.util.Arrays;

/**
 * An attention map A of the size of a result: {@code height × width} values in [0, 1], more where refining pays. Values
 * are multiples of 1/65535, so that a map written as 16-bit PNG and read again is the same map. Maps enlarged from a
 * coarser grid are interpolated row by row when they are read, so that a map of any size takes the memory of its grid.
 * Immutable and safe for use by several threads.
 */
public final class AttentionMap {
    private final int height;
    private final int width;
    private final AttentionRows rows;

    private AttentionMap(int height, int width, AttentionRows rows) {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "An attention map of " + width + "×" + height + " pixels has no content.");
        }
        this.height = height;
        this.width = width;
        this.rows = rows;
    }

    /** The same value everywhere. */
    public static AttentionMap uniform(int height, int width, float value) {
        float level = level(value);
        return new AttentionMap(height, width, (y, row) -> Arrays.fill(row, 0, width, level));
    }

    /**
     * A map from its values.
     *
     * @param values {@code [1, H, W]} in [0, 1]; copied
     * @throws IllegalArgumentException if there is another channel, or a value outside [0, 1] or not a number
     */
    public static AttentionMap of(FloatImage values) {
        requireUnit(values);
        return of(plane(values));
    }

    /** A map from 16-bit samples, A = sample / 65535; the plane must not be changed afterwards. */
    public static AttentionMap of(Plane samples) {
        int width = samples.width();
        return new AttentionMap(samples.height(), width, (y, row) -> {
            short[] from = samples.samples();
            for (int x = 0; x < width; x++) {
                row[x] = (from[y * width + x] & 0xFFFF) / (float) Plane.MAX;
            }
        });
    }

    /**
     * A map enlarged (or reduced) bilinearly from a grid; pixel centres are aligned as in
     * {@code interpolate(mode="bilinear", align_corners=False)}.
     *
     * @param grid {@code [1, h, w]} in [0, 1]; must not be changed afterwards
     * @param height rows of the result
     * @param width columns of the result
     */
    public static AttentionMap resized(FloatImage grid, int height, int width) {
        requireUnit(grid);
        if (grid.height() == height && grid.width() == width) {
            return of(grid);
        }
        Bilinear bilinear = new Bilinear(grid, height, width);
        return of(height, width, (y, row) -> bilinear.row(0, y, row));
    }

    /**
     * A map computed when its rows are read.
     *
     * @param rows gives the same values in [0, 1] each time, on any thread
     */
    public static AttentionMap of(int height, int width, AttentionRows rows) {
        return new AttentionMap(height, width, (y, row) -> {
            rows.read(y, row);
            for (int x = 0; x < width; x++) {
                row[x] = level(row[x]);
            }
        });
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    /** Copies row {@code y} into the first {@link #width} places of {@code row}. */
    public void readRow(int y, float[] row) {
        if (y < 0 || y >= height) {
            throw new IndexOutOfBoundsException("The map has rows 0 to " + (height - 1) + ", not " + y + ".");
        }
        rows.read(y, row);
    }

    /** All values as {@code [1, H, W]}; for maps of moderate size. */
    public FloatImage toImage() {
        FloatImage image = FloatImage.zeros(1, height, width);
        float[] row = new float[width];
        for (int y = 0; y < height; y++) {
            rows.read(y, row);
            System.arraycopy(row, 0, image.values(), y * width, width);
        }
        return image;
    }

    /**
     * The map on a coarser grid: the largest value of each cell, so that no pixel is refined less than it asks for.
     *
     * @param side of a cell in pixels; cells at the right and lower border may be smaller
     * @return {@code [1, ceil(H / side), ceil(W / side)]}
     */
    public FloatImage maxima(int side) {
        if (side < 1) {
            throw new IllegalArgumentException("A cell has a side of at least 1 pixel, not " + side + ".");
        }
        int columns = (width + side - 1) / side;
        FloatImage cells = FloatImage.zeros(1, (height + side - 1) / side, columns);
        float[] row = new float[width];
        for (int y = 0; y < height; y++) {
            rows.read(y, row);
            int from = y / side * columns;
            for (int x = 0; x < width; x++) {
                int cell = from + x / side;
                cells.values()[cell] = Math.max(cells.values()[cell], row[x]);
            }
        }
        return cells;
    }

    /** Mean of all values. */
    public double mean() {
        double sum = 0;
        float[] row = new float[width];
        for (int y = 0; y < height; y++) {
            rows.read(y, row);
            for (int x = 0; x < width; x++) {
                sum += row[x];
            }
        }
        return sum / height / width;
    }

    private static float level(float value) {
        return (int) (Math.min(Math.max(value, 0f), 1f) * Plane.MAX + 0.5f) / (float) Plane.MAX;
    }

    private static Plane plane(FloatImage values) {
        short[] samples = new short[values.values().length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (int) (values.values()[i] * Plane.MAX + 0.5f);
        }
        return new Plane(values.width(), values.height(), samples);
    }

    private static void requireUnit(FloatImage values) {
        if (values.channels() != 1) {
            throw new IllegalArgumentException("An attention map has one channel, not " + values.channels() + ".");
        }
        for (float value : values.values()) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("An attention map has values from 0 to 1, not " + value + ".");
            }
        }
    }
}
