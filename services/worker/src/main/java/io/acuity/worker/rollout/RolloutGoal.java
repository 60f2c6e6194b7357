package io.acuity.worker.rollout;

import io.acuity.events.RolloutEvent;
import org.jspecify.annotations.Nullable;

/**
 * What ought to serve a model.
 *
 * @param model its name
 * @param revision of the event that says so
 * @param stable the checkpoint that serves; null is the bundle the worker was started with
 * @param candidate the checkpoint on trial, or null
 * @param share of the jobs for the candidate
 */
record RolloutGoal(
        String model,
        long revision,
        @Nullable String stable,
        @Nullable String candidate,
        double share) {
    static RolloutGoal of(RolloutEvent event) {
        return new RolloutGoal(
                event.getModel(), event.getRevision(), event.getStable(), event.getCandidate(), event.getShare());
    }

    /** Whether the share is a number from 0 to 1; a record may hold anything. */
    boolean isShareOfJobs() {
        return share >= 0 && share <= 1;
    }
}
