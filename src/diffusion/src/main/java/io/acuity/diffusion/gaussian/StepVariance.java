package io.acuity.diffusion.gaussian;

/** Which variance the noise of an ancestral step has. */
public enum StepVariance {
    /** β̃: that of the posterior given the clean image, as SR3's code has it. */
    POSTERIOR,
    /** β: that of the forward step, as SR3's paper (and YODA's eq. 6) have it. */
    BETA
}
