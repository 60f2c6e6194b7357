package io.acuity.training.loop;

/** Hears how training goes; called by the training thread. */
@FunctionalInterface
public interface TrainingListener {
    /**
     * A step is done.
     *
     * @param step 1-based
     * @param loss of the step's batch, images in [-1, 1]
     * @param rate the learning rate it was made with
     */
    void onStep(int step, float loss, double rate);

    /**
     * The loss or its gradient was no number; training goes on from an earlier state with half the rate and other patches.
     *
     * @param failed the step that failed, 1-based
     * @param resumed steps done in the state it goes on from
     */
    default void onStepBack(int failed, int resumed) {}
}
