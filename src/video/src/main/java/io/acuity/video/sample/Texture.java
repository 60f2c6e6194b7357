package io.acuity.video.sample;

/** Value noise of four octaves: a picture with detail of every size, a function of its seed alone. */
final class Texture {
    private static final int[] CELLS = {64, 24, 9, 3};
    private static final double[] HEIGHTS = {0.4, 0.3, 0.18, 0.12};

    private final long seed;

    Texture(long seed) {
        this.seed = seed;
    }

    /** Three channels in 0..255, row by row, interleaved. */
    byte[] draw(int width, int height) {
        byte[] samples = new byte[width * height * 3];
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double light = value(x, y, 0);
                double warmth = smooth(x, y, CELLS[0], 1) - 0.5;
                samples[at++] = level(light + 0.25 * warmth);
                samples[at++] = level(light);
                samples[at++] = level(light - 0.25 * warmth);
            }
        }
        return samples;
    }

    private static byte level(double value) {
        return (byte) Math.clamp(Math.round(30 + 195 * value), 0, 255);
    }

    private double value(int x, int y, int channel) {
        double sum = 0;
        for (int octave = 0; octave < CELLS.length; octave++) {
            sum += HEIGHTS[octave] * smooth(x, y, CELLS[octave], 4 * octave + channel);
        }
        return sum;
    }

    private double smooth(int x, int y, int cell, int layer) {
        int column = x / cell;
        int row = y / cell;
        double u = ease((double) (x % cell) / cell);
        double v = ease((double) (y % cell) / cell);
        double top = mix(corner(column, row, layer), corner(column + 1, row, layer), u);
        double bottom = mix(corner(column, row + 1, layer), corner(column + 1, row + 1, layer), u);
        return mix(top, bottom, v);
    }

    private static double ease(double t) {
        return t * t * (3 - 2 * t);
    }

    private static double mix(double a, double b, double t) {
        return a + (b - a) * t;
    }

    /** A random number in [0, 1) that belongs to a corner of the grid: the finaliser of SplitMix64. */
    private double corner(int column, int row, int layer) {
        long z = seed + 0x9E3779B97F4A7C15L * (column + 1_000_003L * row + 1_000_000_007L * layer);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
    }
}
