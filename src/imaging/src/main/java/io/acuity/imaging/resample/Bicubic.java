package io.acuity.imaging.resample;

import io.acuity.imaging.FloatImage;
import java.util.Arrays;

/**
 * Bicubic resampling that agrees with MATLAB's {@code imresize}: a = −0.5, kernel stretched when shrinking, mirrored
 * borders, no rounding and no clipping. Both axes are filtered one after the other; the column filter runs on the
 * larger image because its inner loop is over neighbouring pixels and vectorises.
 */
public final class Bicubic {
    private Bicubic() {}

    /** Resizes to the given size; the scale of each axis is the ratio of the sizes. */
    public static FloatImage resize(FloatImage image, int outHeight, int outWidth) {
        return filter(
                image,
                BicubicTaps.of(image.height(), outHeight, (double) outHeight / image.height()),
                BicubicTaps.of(image.width(), outWidth, (double) outWidth / image.width()));
    }

    /**
     * Resizes by a factor: sides become {@code ceil(side · scale)} and pixels keep the exact factor, as
     * {@code imresize(image, scale)} does.
     */
    public static FloatImage rescale(FloatImage image, double scale) {
        int outHeight = scaledLength(image.height(), scale);
        int outWidth = scaledLength(image.width(), scale);
        return filter(
                image,
                BicubicTaps.of(image.height(), outHeight, scale),
                BicubicTaps.of(image.width(), outWidth, scale));
    }

    /** Length of an axis after {@link #rescale}. */
    public static int scaledLength(int length, double scale) {
        // 1/3 is not a binary fraction: without the allowance 9 · (1/3) could come out as 4.
        return Math.toIntExact((long) Math.ceil(length * scale - 1e-9));
    }

    private static FloatImage filter(FloatImage image, BicubicTaps vertical, BicubicTaps horizontal) {
        boolean rowsFirst =
                (long) image.height() * horizontal.outputLength() <= (long) vertical.outputLength() * image.width();
        return rowsFirst
                ? filterColumns(filterRows(image, horizontal), vertical)
                : filterRows(filterColumns(image, vertical), horizontal);
    }

    private static FloatImage filterRows(FloatImage image, BicubicTaps taps) {
        FloatImage result = FloatImage.zeros(image.channels(), image.height(), taps.outputLength());
        int width = image.width();
        int first = Math.min(0, taps.start()[0]);
        int last = Math.max(width, taps.start()[taps.outputLength() - 1] + taps.count());
        float[] padded = new float[last - first];
        for (int row = 0; row < image.channels() * image.height(); row++) {
            System.arraycopy(image.values(), row * width, padded, -first, width);
            for (int x = first; x < 0; x++) {
                padded[x - first] = image.values()[row * width + BicubicTaps.mirror(x, width)];
            }
            for (int x = width; x < last; x++) {
                padded[x - first] = image.values()[row * width + BicubicTaps.mirror(x, width)];
            }
            filterRow(padded, first, taps, result.values(), row * taps.outputLength());
        }
        return result;
    }

    private static void filterRow(float[] padded, int first, BicubicTaps taps, float[] out, int outStart) {
        int[] start = taps.start();
        float[] weights = taps.weights();
        int count = taps.count();
        if (count == 4) {
            for (int i = 0; i < start.length; i++) {
                int from = start[i] - first;
                int w = i * 4;
                out[outStart + i] = weights[w] * padded[from]
                        + weights[w + 1] * padded[from + 1]
                        + weights[w + 2] * padded[from + 2]
                        + weights[w + 3] * padded[from + 3];
            }
            return;
        }
        for (int i = 0; i < start.length; i++) {
            int from = start[i] - first;
            float sum = 0;
            for (int k = 0; k < count; k++) {
                sum += weights[i * count + k] * padded[from + k];
            }
            out[outStart + i] = sum;
        }
    }

    private static FloatImage filterColumns(FloatImage image, BicubicTaps taps) {
        int width = image.width();
        FloatImage result = FloatImage.zeros(image.channels(), taps.outputLength(), width);
        float[] sums = new float[width];
        for (int c = 0; c < image.channels(); c++) {
            for (int y = 0; y < taps.outputLength(); y++) {
                Arrays.fill(sums, 0);
                for (int k = 0; k < taps.count(); k++) {
                    int row = BicubicTaps.mirror(taps.start()[y] + k, image.height());
                    addScaled(
                            sums,
                            image.values(),
                            (c * image.height() + row) * width,
                            taps.weights()[y * taps.count() + k]);
                }
                System.arraycopy(sums, 0, result.values(), (c * taps.outputLength() + y) * width, width);
            }
        }
        return result;
    }

    private static void addScaled(float[] sums, float[] values, int from, float weight) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += weight * values[from + x];
        }
    }
}
