package io.acuity.imaging;

/**
 * A planar float image {@code [C, H, W]} for mathematics; the value range is the caller's and stated where it is used.
 *
 * @param channels C
 * @param height H
 * @param width W
 * @param values C·H·W values, channel by channel, row by row; shared, not copied
 */
public record FloatImage(int channels, int height, int width, float[] values) {
    /** Validates the length of {@code values}. */
    public FloatImage {
        if (values.length != Math.multiplyExact(channels, Math.multiplyExact(height, width))) {
            throw new IllegalArgumentException("An image [" + channels + ", " + height + ", " + width
                    + "] needs as many values, not " + values.length + ".");
        }
    }

    /** Creates an image of zeros. */
    public static FloatImage zeros(int channels, int height, int width) {
        return new FloatImage(
                channels, height, width, new float[Math.multiplyExact(channels, Math.multiplyExact(height, width))]);
    }

    /** Value at channel {@code c}, row {@code y}, column {@code x}. */
    public float at(int c, int y, int x) {
        return values[(c * height + y) * width + x];
    }

    /** A copy of the window of {@code w}×{@code h} pixels with its top left corner at column {@code x}, row {@code y}. */
    public FloatImage window(int x, int y, int w, int h) {
        if (x < 0 || y < 0 || x + w > width || y + h > height) {
            throw new IndexOutOfBoundsException("A window of " + w + "×" + h + " at (" + x + ", " + y
                    + ") does not fit an image of " + width + "×" + height + ".");
        }
        FloatImage out = zeros(channels, h, w);
        for (int c = 0; c < channels; c++) {
            for (int row = 0; row < h; row++) {
                System.arraycopy(values, (c * height + y + row) * width + x, out.values, (c * h + row) * w, w);
            }
        }
        return out;
    }
}
