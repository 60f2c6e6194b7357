package io.acuity.imaging.metrics;

import io.acuity.imaging.FloatImage;

/**
 * The Y of ITU-R BT.601 in studio range, 16 to 235 of 255, not rounded: what published Y-PSNR and Y-SSIM are measured
 * on.
 *
 * @param width pixels a row
 * @param height rows
 * @param values row by row, on the scale of 0 to 255
 */
public record Luma(int width, int height, double[] values) {
    private static final double RED = 65.481;
    private static final double GREEN = 128.553;
    private static final double BLUE = 24.966;
    private static final double BLACK = 16;

    /** Validates the length of {@code values}. */
    public Luma {
        if (values.length != Math.multiplyExact(width, height)) {
            throw new IllegalArgumentException(
                    "A luma plane of " + width + "×" + height + " needs as many values, not " + values.length + ".");
        }
    }

    /** Luma of {@code [3, H, W]} (red, green, blue) or {@code [1, H, W]} (grey) in [0, 1]. */
    public static Luma bt601(FloatImage rgb) {
        int size = rgb.width() * rgb.height();
        int green = rgb.channels() == 3 ? size : 0;
        double[] luma = new double[size];
        float[] values = rgb.values();
        for (int i = 0; i < size; i++) {
            luma[i] = RED * values[i] + GREEN * values[green + i] + BLUE * values[2 * green + i] + BLACK;
        }
        return new Luma(rgb.width(), rgb.height(), luma);
    }

    /** The plane without a border of {@code border} pixels on every side. */
    public Luma crop(int border) {
        if (border < 0 || 2L * border >= Math.min(width, height)) {
            throw new IllegalArgumentException("A plane of " + width + "×" + height
                    + " has nothing left without a border of " + border + " pixels.");
        }
        int innerWidth = width - 2 * border;
        int innerHeight = height - 2 * border;
        double[] inner = new double[innerWidth * innerHeight];
        for (int y = 0; y < innerHeight; y++) {
            System.arraycopy(values, (y + border) * width + border, inner, y * innerWidth, innerWidth);
        }
        return new Luma(innerWidth, innerHeight, inner);
    }

    void requireSameSize(Luma other) {
        if (width != other.width || height != other.height) {
            throw new IllegalArgumentException("Images to compare differ in size: " + width + "×" + height + " and "
                    + other.width + "×" + other.height + ".");
        }
    }
}
