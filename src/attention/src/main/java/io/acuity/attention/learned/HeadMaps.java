package io.acuity.attention.learned;

import io.acuity.attention.Bilinear;
import io.acuity.attention.UnitRange;
import io.acuity.imaging.FloatImage;
import java.util.Arrays;

/**
 * Several maps enlarged to one size, each stretched to [0, 1] by its smallest and largest value at that size. Rows are
 * computed when they are read. Immutable.
 */
final class HeadMaps {
    private final Bilinear bilinear;
    private final int width;
    private final float[] least;
    private final float[] most;

    private HeadMaps(Bilinear bilinear, int width, float[] least, float[] most) {
        this.bilinear = bilinear;
        this.width = width;
        this.least = least;
        this.most = most;
    }

    static HeadMaps of(FloatImage maps, int height, int width) {
        Bilinear bilinear = new Bilinear(maps, height, width);
        float[] least = new float[maps.channels()];
        float[] most = new float[maps.channels()];
        Arrays.fill(least, Float.POSITIVE_INFINITY);
        Arrays.fill(most, Float.NEGATIVE_INFINITY);
        float[] row = new float[width];
        for (int c = 0; c < maps.channels(); c++) {
            for (int y = 0; y < height; y++) {
                bilinear.row(c, y, row);
                for (float value : row) {
                    least[c] = Math.min(least[c], value);
                    most[c] = Math.max(most[c], value);
                }
            }
        }
        return new HeadMaps(bilinear, width, least, most);
    }

    void one(int head, int y, float[] row) {
        bilinear.row(head, y, row);
        for (int x = 0; x < width; x++) {
            row[x] = UnitRange.stretched(row[x], least[head], most[head]);
        }
    }

    void average(int y, float[] row) {
        float[] head = new float[width];
        Arrays.fill(row, 0, width, 0f);
        for (int c = 0; c < least.length; c++) {
            one(c, y, head);
            for (int x = 0; x < width; x++) {
                row[x] += head[x];
            }
        }
        for (int x = 0; x < width; x++) {
            row[x] /= least.length;
        }
    }

    void maximum(int y, float[] row) {
        float[] head = new float[width];
        Arrays.fill(row, 0, width, 0f);
        for (int c = 0; c < least.length; c++) {
            one(c, y, head);
            for (int x = 0; x < width; x++) {
                row[x] = Math.max(row[x], head[x]);
            }
        }
    }
}
