package io.acuity.training.loop;

/** Hears of each optimizer step; called by the training thread. */
@FunctionalInterface
public interface TrainingListener {
    /**
     * A step is done.
     *
     * @param step 1-based
     * @param loss mean absolute error of the step's batch, images in [-1, 1]
     */
    void onStep(int step, float loss);
}
