package io.acuity.tracker.rollout;

import io.acuity.events.CheckpointEvent;
import io.acuity.events.RolloutAck;
import io.acuity.events.RolloutCommand;
import io.acuity.events.RolloutEvent;
import org.jspecify.annotations.Nullable;

/** What reaches the task that decides rollouts. */
sealed interface RolloutInput {

    /** Somebody asks for something. */
    record Asked(RolloutCommand command) implements RolloutInput {}

    /** A worker tells how far it is. */
    record Acked(RolloutAck ack) implements RolloutInput {}

    /** A checkpoint was published; null when it was removed. */
    record Published(@Nullable CheckpointEvent event) implements RolloutInput {}

    /** An attempt at a job ended. */
    record Ended(TrialOutcome outcome) implements RolloutInput {}

    /** An event of a rollout is on its topic, usually our own. */
    record Written(RolloutEvent event) implements RolloutInput {}
}
