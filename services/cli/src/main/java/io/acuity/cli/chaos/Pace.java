package io.acuity.cli.chaos;

import java.time.Duration;

/** An even pace: how many of its events are due. Starts when it is first asked. Owned by one thread. */
final class Pace {
    private final double nanosEach;
    private final long first;
    private long start;
    private boolean started;
    private long taken;

    /**
     * A pace whose first event is due after one period.
     *
     * @param each period of the events
     */
    static Pace every(Duration each) {
        return new Pace(each.toNanos(), 1);
    }

    /**
     * A pace whose first event is due at once.
     *
     * @param each period of the events
     */
    static Pace atOnce(Duration each) {
        return new Pace(each.toNanos(), 0);
    }

    /**
     * So many events over so long, the first at once.
     *
     * @param events 1 or more
     * @param over from the first to one period after the last
     */
    static Pace spread(int events, Duration over) {
        return new Pace(over.toNanos() / (double) events, 0);
    }

    private Pace(double nanosEach, long first) {
        this.nanosEach = nanosEach;
        this.first = first;
    }

    /** Takes one event if it is due by now. */
    boolean take(long nowNanos) {
        if (!started) {
            started = true;
            start = nowNanos;
        }
        if (nowNanos - start < (taken + first) * nanosEach) {
            return false;
        }
        taken++;
        return true;
    }
}
