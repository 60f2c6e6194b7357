package io.acuity.tracker.rollout;

import io.acuity.events.RolloutEvent;
import io.acuity.events.RolloutTrial;
import org.jspecify.annotations.Nullable;

/** What the task that decides rollouts writes. */
sealed interface RolloutOutput {

    /** A decision. */
    record Decided(RolloutEvent event) implements RolloutOutput {}

    /** How a trial goes; null when it ended. */
    record Going(@Nullable RolloutTrial trial) implements RolloutOutput {}
}
