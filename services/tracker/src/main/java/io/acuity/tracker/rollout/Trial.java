package io.acuity.tracker.rollout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A candidate on trial and all that was seen of it. Times are counted by whichever tracker watches, each with its own clock,
 * and added up: what other machines' clocks say is never compared.
 *
 * @param candidate the checkpoint on trial
 * @param share of the jobs it serves
 * @param automatic whether it is promoted without being asked
 * @param revision of the event that started it
 * @param watchedMillis time on trial, while a tracker watched
 * @param candidateSide what became of its jobs
 * @param stableSide what became of stable's jobs meanwhile
 * @param compared candidate's jobs whose time was held against stable's median
 * @param slow those of them that took too long
 * @param failedJobs ids of the last jobs the candidate failed: a job counts once, though two records tell of it
 * @param positions next offset of each source, so that a record counts once, though it is delivered again
 * @param workersSeen when a worker last ended a job of this model, on the scale of {@code watchedMillis}
 */
record Trial(
        String candidate,
        double share,
        boolean automatic,
        long revision,
        long watchedMillis,
        Side candidateSide,
        Side stableSide,
        long compared,
        long slow,
        List<String> failedJobs,
        Map<String, Long> positions,
        Map<String, Long> workersSeen) {

    private static final int FAILED_JOBS_KEPT = 256;
    private static final int JOBS_FOR_A_MEDIAN = 30;

    Trial {
        failedJobs = List.copyOf(failedJobs);
        positions = Map.copyOf(positions);
        workersSeen = Map.copyOf(workersSeen);
    }

    static Trial start(String candidate, double share, boolean automatic, long revision) {
        return new Trial(
                candidate, share, automatic, revision, 0, Side.EMPTY, Side.EMPTY, 0, 0, List.of(), Map.of(), Map.of());
    }

    /** After more time under a tracker's eyes. */
    Trial watched(long millis) {
        return new Trial(
                candidate,
                share,
                automatic,
                revision,
                watchedMillis + millis,
                candidateSide,
                stableSide,
                compared,
                slow,
                failedJobs,
                positions,
                workersSeen);
    }

    /**
     * After one more attempt; the same trial where it says nothing new.
     *
     * @param outcome of a job of this model
     * @param stable the checkpoint beside the candidate; null when it is what each worker was started with
     * @param latencyFactor times stable's median, above which a job is slow
     */
    Trial after(TrialOutcome outcome, @Nullable String stable, double latencyFactor) {
        if (outcome.offset() < positions.getOrDefault(outcome.source(), 0L)) {
            return this;
        }
        if (outcome.checkpoint().equals(candidate)) {
            return ofCandidate(outcome, latencyFactor);
        }
        boolean ofStable = stable == null || outcome.checkpoint().equals(stable);
        return ofStable ? with(outcome, candidateSide, after(stableSide, outcome), failedJobs) : this;
    }

    private Trial ofCandidate(TrialOutcome outcome, double latencyFactor) {
        if (outcome.failed() && failedJobs.contains(outcome.jobId())) {
            return with(outcome, candidateSide, stableSide, failedJobs);
        }
        Trial next = with(
                outcome,
                after(candidateSide, outcome),
                stableSide,
                outcome.failed() ? remembering(outcome.jobId()) : failedJobs);
        Double usual = stableSide.median();
        Double taken = outcome.leastTime();
        if (outcome.failed()
                || usual == null
                || taken == null
                || stableSide.times().size() < JOBS_FOR_A_MEDIAN) {
            return next;
        }
        return next.comparedTo(taken > latencyFactor * usual);
    }

    private static Side after(Side side, TrialOutcome outcome) {
        return outcome.failed() ? side.failed() : side.succeeded(outcome.time());
    }

    private List<String> remembering(String jobId) {
        var next = new ArrayList<>(failedJobs);
        next.add(jobId);
        return next.size() > FAILED_JOBS_KEPT ? next.subList(1, next.size()) : next;
    }

    private Trial comparedTo(boolean tooSlow) {
        return new Trial(
                candidate,
                share,
                automatic,
                revision,
                watchedMillis,
                candidateSide,
                stableSide,
                compared + 1,
                tooSlow ? slow + 1 : slow,
                failedJobs,
                positions,
                workersSeen);
    }

    private Trial with(TrialOutcome outcome, Side nextCandidate, Side nextStable, List<String> nextFailed) {
        var nextPositions = new HashMap<>(positions);
        nextPositions.put(outcome.source(), outcome.offset() + 1);
        var nextSeen = new HashMap<>(workersSeen);
        if (outcome.worker() != null) {
            nextSeen.put(outcome.worker(), watchedMillis);
        }
        return new Trial(
                candidate,
                share,
                automatic,
                revision,
                watchedMillis,
                nextCandidate,
                nextStable,
                compared,
                slow,
                nextFailed,
                nextPositions,
                nextSeen);
    }
}
