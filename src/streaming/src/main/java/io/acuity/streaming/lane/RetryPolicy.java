package io.acuity.streaming.lane;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * When a failed record is tried again in the same process.
 *
 * @param attempts how often in all, at least 1
 * @param firstPause pause before the second attempt; doubles from then on
 * @param longestPause upper end of the doubling
 * @param transientFailure which failures may pass by themselves; all others end the record at once
 * @param outage which of them say nothing about the record, because something that all records need is away: those are tried
 *     {@link #OUTAGE_ATTEMPTS} times, since to give up would only fail the next record too
 */
public record RetryPolicy(
        int attempts,
        Duration firstPause,
        Duration longestPause,
        Predicate<Throwable> transientFailure,
        Predicate<Throwable> outage) {

    /** Two minutes and a half with the usual pauses. */
    static final int OUTAGE_ATTEMPTS = 20;

    private static final Duration USUAL_FIRST = Duration.ofMillis(500);
    private static final Duration USUAL_LONGEST = Duration.ofSeconds(10);

    /** Checks the numbers. */
    public RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException(
                    "lane.attempts is " + attempts + " but must be 1 or more; for example 3");
        }
    }

    /**
     * A policy that knows no outages.
     *
     * @param attempts how often in all, at least 1
     * @param firstPause pause before the second attempt; doubles from then on
     * @param longestPause upper end of the doubling
     * @param transientFailure which failures may pass by themselves; all others end the record at once
     */
    public RetryPolicy(
            int attempts, Duration firstPause, Duration longestPause, Predicate<Throwable> transientFailure) {
        this(attempts, firstPause, longestPause, transientFailure, failure -> false);
    }

    /**
     * Three attempts, half a second and a second apart.
     *
     * @param transientFailure which failures may pass by themselves
     * @return the policy
     */
    public static RetryPolicy threeTimes(Predicate<Throwable> transientFailure) {
        return new RetryPolicy(3, USUAL_FIRST, USUAL_LONGEST, transientFailure);
    }

    /**
     * The same, but patient in outages.
     *
     * @param away which failures say nothing about the record
     * @return the policy
     */
    public RetryPolicy outlasting(Predicate<Throwable> away) {
        return new RetryPolicy(attempts, firstPause, longestPause, transientFailure, away);
    }

    /**
     * Every failure is final.
     *
     * @return the policy
     */
    public static RetryPolicy never() {
        return new RetryPolicy(1, Duration.ZERO, Duration.ZERO, failure -> false);
    }

    /**
     * Whether another attempt follows.
     *
     * @param attempt the attempt that failed
     * @param failure why
     * @return true when it may be tried again
     */
    public boolean retries(int attempt, Throwable failure) {
        return outage.test(failure) ? attempt < OUTAGE_ATTEMPTS : attempt < attempts && transientFailure.test(failure);
    }

    /**
     * How long to wait after a failed attempt.
     *
     * @param attempt the attempt that failed
     * @return the pause
     */
    public Duration pauseAfter(int attempt) {
        Duration doubled = firstPause.multipliedBy(1L << Math.min(attempt - 1, 20));
        return doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
    }
}
