package io.acuity.diffusion;

/** What the network predicts on a residual-shift chain. All three coincide for a perfect network. */
public enum Target {
    /** x: the clean image. */
    CLEAN,
    /** x − y: what the upsampled LR image lacks; x̂ = y + f. */
    RESIDUAL,
    /** z_{t−1}: the next state of the chain, taken as it is. */
    PREVIOUS
}
