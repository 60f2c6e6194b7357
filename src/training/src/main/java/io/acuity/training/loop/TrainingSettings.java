package io.acuity.training.loop;

import io.acuity.networks.graph.ScalarType;

/**
 * How to train.
 *
 * @param steps optimizer steps
 * @param batch patches per step
 * @param side LR side of a patch
 * @param rate learning rate by step
 * @param optimizer how gradients become steps
 * @param seed of initial weights, patches and noise
 * @param computeType type inside the program; masters stay fp32
 */
public record TrainingSettings(
        int steps,
        int batch,
        int side,
        RateSchedule rate,
        OptimizerSettings optimizer,
        long seed,
        ScalarType computeType) {
    /** Validates the numbers that would otherwise fail late. */
    public TrainingSettings {
        if (steps < 1 || batch < 1 || side < 8) {
            throw new IllegalArgumentException(
                    "Training needs at least one step, one patch and patches of 8 LR pixels, not " + steps + ", "
                            + batch + ", " + side + ".");
        }
    }
}
