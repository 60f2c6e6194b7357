package io.acuity.training.frames;

import io.acuity.networks.graph.ScalarType;
import io.acuity.training.loop.OptimizerSettings;

/**
 * How long and how fast to train.
 *
 * @param steps optimizer steps
 * @param batch frames per step
 * @param rate peak learning rate of AdamW
 * @param decay weight decay, independent of gradients
 * @param seed of initial weights, frames and noise
 * @param computeType type inside the program; masters stay fp32
 * @param curve how the rate goes
 */
public record FrameTrainingSettings(
        int steps, int batch, double rate, double decay, long seed, ScalarType computeType, RateCurve curve) {
    private static final double AVERAGING = 0.999;

    /** Validates the numbers. */
    public FrameTrainingSettings {
        if (steps < 1 || batch < 1 || !(rate > 0) || !(decay >= 0)) {
            throw new IllegalArgumentException("Training needs at least one step and one frame, a positive rate and no"
                    + " negative decay, not " + steps + ", " + batch + ", " + rate + ", " + decay + ".");
        }
    }

    /** AdamW as SR3's followers use it, gradients as they come. */
    OptimizerSettings optimizer() {
        return new OptimizerSettings(OptimizerSettings.Kind.ADAMW, 0.9, 0.999, decay, AVERAGING, Double.MAX_VALUE);
    }

    /** The learning rate of a step, 0-based; a function of the step alone, so that a run can be resumed. */
    double rateAt(int step) {
        return rate * curve.share(step, steps);
    }
}
