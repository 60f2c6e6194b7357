package io.acuity.diffusion.noise;

/**
 * Unit Gaussians from uniform bits by the transform of Box and Muller. Logarithm, sine and cosine are polynomials
 * written out here: Java rounds basic arithmetic and square roots exactly, so every machine gets the same bits, which
 * {@code Math.log} and {@code Math.cos} don't promise; {@code StrictMath} does, but takes longer.
 */
final class BoxMuller {
    private static final long SQRT_2 = Double.doubleToRawLongBits(1.4142135623730951);
    private static final double LN_2 = 0.6931471805599453;
    private static final double TO_UNIT = 0x1p-32;
    private static final int EIGHTH_TURN = 1 << 29;
    private static final int QUARTER_MASK = (1 << 30) - 1;
    private static final double TO_RADIANS = Math.PI * 0x1p-31;
    private static final long MANTISSA = (1L << 52) - 1;
    private static final long ONE = 1023L << 52;

    private BoxMuller() {}

    /** Turns each pair of the first {@code count} (even) words into two Gaussians. */
    static void transform(int[] words, float[] gaussians, int count) {
        for (int i = 0; i < count; i += 2) {
            double radius = Math.sqrt(-2 * ln(((words[i] & 0xFFFFFFFFL) + 0.5) * TO_UNIT));
            // The angle is split into the nearest quarter turn and a remainder within ±1/8 turn.
            int shifted = words[i + 1] + EIGHTH_TURN;
            int quarter = shifted >>> 30;
            double angle = ((shifted & QUARTER_MASK) - EIGHTH_TURN) * TO_RADIANS;
            double square = angle * angle;
            double sine = angle * sineSeries(square);
            double cosine = cosineSeries(square);
            // Which of the two goes where, and with what sign, is random: chosen by bits, since branches would be
            // guessed
            // wrong half of the time.
            long sineBits = Double.doubleToRawLongBits(sine);
            long cosineBits = Double.doubleToRawLongBits(cosine);
            long exchange = (sineBits ^ cosineBits) & -(long) (quarter & 1);
            long xSign = (long) ((quarter + 1) & 2) << 62;
            long ySign = (long) (quarter & 2) << 62;
            gaussians[i] = (float) (radius * Double.longBitsToDouble(cosineBits ^ exchange ^ xSign));
            gaussians[i + 1] = (float) (radius * Double.longBitsToDouble(sineBits ^ exchange ^ ySign));
        }
    }

    /** Natural logarithm of a normal positive number, to about 1e-11. */
    private static double ln(double value) {
        long bits = Double.doubleToRawLongBits(value);
        long oneToTwo = (bits & MANTISSA) | ONE;
        long large = (SQRT_2 - oneToTwo) >>> 63;
        double exponent = (double) ((bits >>> 52) - 1023 + large);
        double mantissa = Double.longBitsToDouble(oneToTwo - (large << 52));
        double s = (mantissa - 1) / (mantissa + 1);
        double q = s * s;
        double series = 1 + q * (1.0 / 3 + q * (1.0 / 5 + q * (1.0 / 7 + q * (1.0 / 9 + q * (1.0 / 11 + q / 13)))));
        return exponent * LN_2 + 2 * s * series;
    }

    private static double sineSeries(double q) {
        return 1 - q * (1.0 / 6 - q * (1.0 / 120 - q * (1.0 / 5040 - q * (1.0 / 362880 - q / 39916800))));
    }

    private static double cosineSeries(double q) {
        return 1 - q * (1.0 / 2 - q * (1.0 / 24 - q * (1.0 / 720 - q * (1.0 / 40320 - q / 3628800))));
    }
}
