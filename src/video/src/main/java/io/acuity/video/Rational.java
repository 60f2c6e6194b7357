package io.acuity.video;

/**
 * An exact fraction, such as a time base (seconds a tick), a frame rate or a sample aspect ratio. 0/1 stands for
 * "unknown" where a file does not say.
 *
 * @param numerator not negative
 * @param denominator positive
 */
public record Rational(int numerator, int denominator) {
    /** What a file that says nothing has. */
    public static final Rational UNKNOWN = new Rational(0, 1);

    /** Validates the ranges. */
    public Rational {
        if (numerator < 0 || denominator < 1) {
            throw new IllegalArgumentException(
                    "A fraction here is not negative, not " + numerator + "/" + denominator + ".");
        }
    }

    /** Whether the file said it. */
    public boolean isKnown() {
        return numerator > 0;
    }

    /** The nearest double. */
    public double value() {
        return (double) numerator / denominator;
    }

    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }
}
