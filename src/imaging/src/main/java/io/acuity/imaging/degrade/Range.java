package io.acuity.imaging.degrade;

import org.hipparchus.random.RandomDataGenerator;

/**
 * Where a setting is drawn from, evenly.
 *
 * @param low least value
 * @param high greatest value, not below {@code low}
 */
public record Range(double low, double high) {
    /** Refuses a range that is none. */
    public Range {
        if (!(low <= high) || Double.isInfinite(low) || Double.isInfinite(high)) {
            throw new IllegalArgumentException(
                    "A range goes from its lower to its higher end, not from " + low + " to " + high + ".");
        }
    }

    double draw(RandomDataGenerator random) {
        return low + (high - low) * random.nextDouble();
    }

    boolean holds(double value) {
        return value >= low && value <= high;
    }
}
