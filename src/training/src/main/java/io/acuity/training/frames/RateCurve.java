package io.acuity.training.frames;

/** How the learning rate goes with the steps: a function of the step alone, so that a run can be resumed. */
public enum RateCurve {
    /** Warmed up over the first hundredth of the steps, then a cosine to a tenth. */
    COSINE {
        @Override
        double share(int step, int steps) {
            int warmUp = Math.max(1, steps / 100);
            if (step < warmUp) {
                return (step + 1.0) / warmUp;
            }
            double position = (double) (step - warmUp) / Math.max(1, steps - warmUp);
            return LOWEST_SHARE + (1 - LOWEST_SHARE) * (1 + Math.cos(Math.PI * position)) / 2;
        }
    },
    /** The same throughout, as SR3's published configurations have it. */
    CONSTANT {
        @Override
        double share(int step, int steps) {
            return 1;
        }
    },
    /** From a thousandth, linear over the first 64th of the steps, then the same: SR4's 10,000 of 640,000 steps. */
    WARM_UP {
        @Override
        double share(int step, int steps) {
            int warmUp = Math.max(1, steps / 64);
            return step >= warmUp ? 1 : FIRST_SHARE + (1 - FIRST_SHARE) * step / warmUp;
        }
    };

    private static final double LOWEST_SHARE = 0.1;
    private static final double FIRST_SHARE = 0.001;

    /** The rate over its peak at a step, 0-based, of a run of {@code steps}. */
    abstract double share(int step, int steps);
}
