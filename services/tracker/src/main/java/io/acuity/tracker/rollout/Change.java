package io.acuity.tracker.rollout;

import io.acuity.events.RolloutEvent;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a decision.
 *
 * @param next the state after it
 * @param event what to tell; null when there is nothing to tell
 */
record Change(ModelRollout next, @Nullable RolloutEvent event) {

    static Change silent(ModelRollout next) {
        return new Change(next, null);
    }
}
