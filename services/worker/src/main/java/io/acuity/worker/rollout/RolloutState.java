package io.acuity.worker.rollout;

import io.acuity.events.Failure;

/** Where the rollout of one model stands on this worker. */
sealed interface RolloutState {
    /** No event named the model: the bundle the worker was started with serves. */
    record Unasked() implements RolloutState {}

    /** What the goal names is loaded, verified, warm and serves. */
    record Ready(RolloutGoal goal) implements RolloutState {}

    /** A checkpoint can't be served; what served before goes on, with the new stable one if only the candidate is bad. */
    record Refused(RolloutGoal goal, Failure failure) implements RolloutState {}

    /** A checkpoint can't be fetched yet; what served before goes on, and the goal is tried again. */
    record Waiting(RolloutGoal goal, Failure failure) implements RolloutState {}

    /** A newer goal came while this one was worked on; nothing changed. */
    record Superseded(RolloutGoal goal) implements RolloutState {}
}
