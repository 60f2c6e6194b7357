package io.acuity.diffusion.mask;

/** When a pixel starts to be refined. */
public final class ActivationStep {
    /** Keeps products such as 20 · (0.35 + 0.2), which floats put just below 11, on the right side. */
    private static final double SLACK = 1e-6;

    private ActivationStep() {}

    /**
     * The first active step t* of a pixel: {@code min(T, max(1, floor(T·(A + l) + 1e-6)))} (YODA's {@code T·(A + l) ≥ t},
     * with every pixel refined at least in the last step).
     *
     * @param attention A in [0, 1]
     * @param lowerBound l in [0, 1]
     * @param steps T
     */
    public static int of(double attention, double lowerBound, int steps) {
        return Math.min(steps, Math.max(1, (int) Math.floor(steps * (attention + lowerBound) + SLACK)));
    }
}
