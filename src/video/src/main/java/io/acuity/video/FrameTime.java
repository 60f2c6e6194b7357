package io.acuity.video;

import java.math.BigInteger;

/**
 * When a frame is shown, exactly: {@code pts × timeBase} seconds, for {@code duration × timeBase} seconds.
 *
 * @param pts presentation time in ticks; may be negative
 * @param duration ticks until the next frame; of the last frame what the file says; at least 1
 * @param timeBase seconds a tick
 */
public record FrameTime(long pts, long duration, Rational timeBase) {
    /** Validates the ranges. */
    public FrameTime {
        if (duration < 1 || !timeBase.isKnown()) {
            throw new IllegalArgumentException(
                    "A frame lasts at least one tick of a known length, not " + duration + " of " + timeBase + ".");
        }
    }

    /** The first tick after the frame. */
    public long end() {
        return Math.addExact(pts, duration);
    }

    /** Start in seconds, for people. */
    public double seconds() {
        return pts * timeBase.value();
    }

    /** Whether this frame starts before {@code ticks × base}, compared exactly. */
    public boolean startsBefore(long ticks, Rational base) {
        return product(pts, timeBase.numerator(), base.denominator())
                        .compareTo(product(ticks, base.numerator(), timeBase.denominator()))
                < 0;
    }

    private static BigInteger product(long a, long b, long c) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).multiply(BigInteger.valueOf(c));
    }
}
