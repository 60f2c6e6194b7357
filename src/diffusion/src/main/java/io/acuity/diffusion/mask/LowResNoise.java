package io.acuity.diffusion.mask;

import io.acuity.diffusion.gaussian.GaussianSchedule;

/**
 * What the state of a pixel is that is not refined yet: {@code mean · y + deviation · ε}. YODA's eq. 11 gives it the
 * variance of the step around y; its figure says that it keeps the noise level the next step expects.
 */
public enum LowResNoise {
    /** {@code √ᾱ_{t−1} y + √(1−ᾱ_{t−1}) ε}: the noise level of the next step. */
    MARGINAL,
    /** {@code y + √β̃_t ε}: eq. 11 with the posterior's variance, which SR3's code steps with. */
    STEP,
    /** {@code y + √β_t ε}: eq. 11 with the variance of eq. 6. */
    STEP_BETA;

    /** Weight of y in the state that the step {@code index} = t − 1 leaves. */
    public double mean(GaussianSchedule schedule, int index) {
        return switch (this) {
            case MARGINAL -> schedule.noiseLevel(index - 1);
            case STEP, STEP_BETA -> 1;
        };
    }

    /** Weight of ε in the state that the step {@code index} = t − 1 leaves; none after the last, index 0. */
    public double deviation(GaussianSchedule schedule, int index) {
        if (index == 0) {
            return 0;
        }
        return switch (this) {
            case MARGINAL -> schedule.noiseDeviation(index - 1);
            case STEP -> Math.sqrt(schedule.posteriorVariance(index));
            case STEP_BETA -> Math.sqrt(schedule.beta(index));
        };
    }
}
