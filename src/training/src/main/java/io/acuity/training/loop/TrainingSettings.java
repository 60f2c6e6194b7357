package io.acuity.training.loop;

import io.acuity.networks.graph.ScalarType;

/**
 * What to train and how.
 *
 * @param name the model's name
 * @param steps optimizer steps
 * @param batch patches per step
 * @param side LR side of a patch
 * @param rate peak learning rate of Adam; warmed up linearly over {@code warmUp} steps, then cosine to a hundredth
 * @param warmUp steps
 * @param averaging decay of the exponential moving average of the weights, which is what is kept
 * @param seed of initial weights, patches and noise
 * @param computeType type inside the program; masters stay fp32
 */
public record TrainingSettings(
        String name,
        int steps,
        int batch,
        int side,
        double rate,
        int warmUp,
        double averaging,
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
