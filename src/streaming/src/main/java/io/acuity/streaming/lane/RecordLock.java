package io.acuity.streaming.lane;

import java.time.Duration;

/**
 * How long the broker keeps a record for the hand that has it; times are those of {@link System#nanoTime}.
 *
 * @param renewAt when to ask for more
 * @param ends when it is over
 */
record RecordLock(long renewAt, long ends) {

    private static final int RENEWALS_PER_LOCK = 3;

    /** Of a record that was not locked before {@code begun}, so that the lock ends here before it ends at the broker. */
    static RecordLock since(long begun, Duration lock) {
        return new RecordLock(begun + lock.toNanos() / RENEWALS_PER_LOCK, begun + lock.toNanos());
    }

    boolean isDue(long now) {
        return now - renewAt >= 0;
    }

    boolean isOver(long now) {
        return now - ends >= 0;
    }

    /** Nanoseconds until it is due; 0 when it is. */
    long untilDue(long now) {
        return Math.max(0, renewAt - now);
    }
}
