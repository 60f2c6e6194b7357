package io.acuity.networks.sr3;

/** How errors of a prediction are summed in training. */
public enum ErrorNorm {
    /** Mean of absolute errors, as SR3's code has it. */
    L1,
    /** Mean of squared errors (Ho et al. 2020, eq. 14). */
    L2
}
