package io.acuity.cli.bench;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one trial ended. The names are those of the JSON object.
 *
 * @param round its number, from 1
 * @param candidate checkpoint on trial
 * @param decision the tracker's, by itself; null when it made none in time
 * @param seconds from the event that started the trial to the one that ended it, by the tracker's clock
 * @param reason the tracker's
 * @param latencyP50 median of milliseconds from upload to result, of those jobs
 * @param latencyP99 what 99 of 100 of them took at most
 * @param jobs submitted from the start of the trial until the worker had acknowledged its end
 * @param failedJobs of these, jobs that did not succeed
 * @param candidateJobs of these, jobs that began on the candidate
 * @param failedOnCandidate of these, jobs that failed there and began anew
 * @param succeededOnStable of these, jobs whose result is stable's
 * @param jobsAfter submitted after the worker had acknowledged the end
 * @param failedAfter of these, jobs that did not succeed
 * @param strayAfter of these, results that name another checkpoint than the one that ought to serve
 */
record TrialRound(
        int round,
        String candidate,
        @Nullable String decision,
        @Nullable Double seconds,
        String reason,
        double latencyP50,
        double latencyP99,
        int jobs,
        int failedJobs,
        long candidateJobs,
        long failedOnCandidate,
        long succeededOnStable,
        int jobsAfter,
        int failedAfter,
        long strayAfter) {
    static final String TAKEN_BACK = "ROLLED_BACK";

    boolean isTakenBackWithin(double limit) {
        return TAKEN_BACK.equals(decision) && seconds != null && seconds <= limit;
    }

    boolean isTakenBack() {
        return TAKEN_BACK.equals(decision);
    }

    /** Whether no job was lost by it: all succeeded, the candidate's failures on stable, and later ones where they belong. */
    boolean isHarmless() {
        return failedJobs == 0 && failedAfter == 0 && strayAfter == 0 && failedOnCandidate == succeededOnStable;
    }

    String sentence() {
        String end = decision == null || seconds == null
                ? "no decision"
                : String.format(Locale.ROOT, "%s after %.1f s", decision, seconds);
        return String.format(
                Locale.ROOT,
                "round %d: %s; %d jobs in %.0f ms (p99 %.0f ms), %d failed; %d began on the candidate, %d failed there, %d of these succeeded on"
                        + " stable; %d jobs afterwards, %d failed, %d of the wrong checkpoint",
                round,
                end,
                jobs,
                latencyP50,
                latencyP99,
                failedJobs,
                candidateJobs,
                failedOnCandidate,
                succeededOnStable,
                jobsAfter,
                failedAfter,
                strayAfter);
    }
}
