package io.acuity.training.idm;

import org.jspecify.annotations.Nullable;

/**
 * The magnifications a network for any of them is trained on.
 *
 * @param from the least; at 1 there is nothing to enlarge
 * @param to the largest, a whole number: the scale of the bundle
 */
public record Magnifications(double from, double to) {
    /** Half as large again, up to four times. */
    public static final Magnifications USUAL = new Magnifications(1.5, 4);

    private static final int LARGEST = 8;

    /** Refuses ranges that are none, and bundles whose scale is no whole number. */
    public Magnifications {
        if (!(from >= 1) || !(to > from)) {
            throw new IllegalArgumentException(
                    "Magnifications are trained from one of 1 or more to a larger one, not from " + from + " to " + to
                            + "; for example 1.5:4.");
        }
        if (to != Math.rint(to) || to > LARGEST) {
            throw new IllegalArgumentException(
                    "The largest magnification is the scale of the bundle, a whole number up to " + LARGEST + ", not "
                            + to + "; for example 1.5:4.");
        }
    }

    /**
     * Reads {@code 1.5:4}; null for null.
     *
     * @throws IllegalArgumentException if the text is no such range
     */
    public static @Nullable Magnifications parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String[] ends = text.split(":", -1);
        if (ends.length == 2) {
            try {
                return new Magnifications(Double.parseDouble(ends[0]), Double.parseDouble(ends[1]));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(notARange(text), e);
            }
        }
        throw new IllegalArgumentException(notARange(text));
    }

    private static String notARange(String text) {
        return "Magnifications are given as the least and the largest, for example 1.5:4, not as " + text + ".";
    }

    /** M. */
    public int scale() {
        return (int) to;
    }
}
