package io.acuity.tracker;

import io.acuity.events.JobView;
import java.time.Duration;
import java.time.Instant;

/**
 * How long views are kept. The inputs and outputs in the store should live at least as long.
 *
 * @param finished a finished job's view is removed this long after its last news
 * @param unfinished a job without an outcome is forgotten this long after its last news; long, because it is a job that
 *     broke the promise of exactly one outcome
 */
public record Retention(Duration finished, Duration unfinished) {

    /** A day for finished jobs, a week for lost ones. */
    public static final Retention DEFAULT = new Retention(Duration.ofDays(1), Duration.ofDays(7));

    private static final Duration MOST_OFTEN = Duration.ofMillis(100);
    private static final Duration LEAST_OFTEN = Duration.ofMinutes(1);

    /** Rejects periods that would remove views at once. */
    public Retention {
        if (!finished.isPositive() || !unfinished.isPositive()) {
            throw new IllegalArgumentException("Retention of views must be positive, not " + finished + " and "
                    + unfinished + "; use for example 24h and 7d.");
        }
    }

    /** How often to look: a tenth of the shorter period, within reason. */
    Duration sweepInterval() {
        Duration tenth = (finished.compareTo(unfinished) < 0 ? finished : unfinished).dividedBy(10);
        if (tenth.compareTo(MOST_OFTEN) < 0) {
            return MOST_OFTEN;
        }
        return tenth.compareTo(LEAST_OFTEN) > 0 ? LEAST_OFTEN : tenth;
    }

    boolean isOver(JobView view, Instant now) {
        Duration kept = JobViews.isFinal(view.getState()) ? finished : unfinished;
        return view.getUpdatedAt().plus(kept).isBefore(now);
    }
}
