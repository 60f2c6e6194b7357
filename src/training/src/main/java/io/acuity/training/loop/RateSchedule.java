package io.acuity.training.loop;

/**
 * The learning rate by step: rises linearly from a hundredth of the peak, then stays or falls along a cosine. A function of
 * the step alone, so that an interrupted run goes on as it would have.
 *
 * @param peak highest rate
 * @param warmUp steps it takes to rise
 * @param decay what comes then
 */
public record RateSchedule(double peak, int warmUp, Decay decay) {
    private static final double LOWEST_SHARE = 0.01;

    /** What comes after the warm-up. */
    public enum Decay {
        /** Half a period of a cosine, to a hundredth of the peak (Loshchilov and Hutter 2017, without restarts). */
        COSINE,
        /** The peak to the end. */
        CONSTANT
    }

    /** Validates the numbers. */
    public RateSchedule {
        if (!(peak > 0) || warmUp < 0) {
            throw new IllegalArgumentException(
                    "A learning rate is positive and its warm-up not negative, not " + peak + " and " + warmUp + ".");
        }
    }

    /**
     * The rate of one step.
     *
     * @param step 0-based
     * @param steps of the whole run
     */
    public double at(long step, long steps) {
        if (step < warmUp) {
            return peak * (LOWEST_SHARE + (1 - LOWEST_SHARE) * step / warmUp);
        }
        double position = Math.min(1, (double) (step - warmUp) / Math.max(1, steps - warmUp));
        return switch (decay) {
            case CONSTANT -> peak;
            case COSINE -> peak * (LOWEST_SHARE + (1 - LOWEST_SHARE) * (1 + Math.cos(Math.PI * position)) / 2);
        };
    }
}
