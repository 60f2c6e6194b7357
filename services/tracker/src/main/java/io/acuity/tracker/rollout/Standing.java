package io.acuity.tracker.rollout;

/** Where a model's rollout stands. */
sealed interface Standing {

    /** One checkpoint serves. */
    record Settled() implements Standing {}

    /**
     * Two checkpoints serve.
     *
     * @param trial of the candidate
     */
    record OnTrial(Trial trial) implements Standing {}
}
