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
 */
public record RetryPolicy(
        int attempts, Duration firstPause, Duration longestPause, Predicate<Throwable> transientFailure) {

    /** Checks the numbers. */
    public RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException(
                    "lane.attempts is " + attempts + " but must be 1 or more; for example 3");
        }
    }

    /**
     * Three attempts, half a second and a second apart.
     *
     * @param transientFailure which failures may pass by themselves
     * @return the policy
     */
    public static RetryPolicy threeTimes(Predicate<Throwable> transientFailure) {
        return new RetryPolicy(3, Duration.ofMillis(500), Duration.ofSeconds(10), transientFailure);
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
        return attempt < attempts && transientFailure.test(failure);
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
