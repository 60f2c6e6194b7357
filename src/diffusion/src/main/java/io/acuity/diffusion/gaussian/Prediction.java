package io.acuity.diffusion.gaussian;

/** What the network predicts on a Gaussian chain. */
public enum Prediction {
    /** ε: the noise in the state; {@code x̂ = z/√ᾱ − √(1/ᾱ−1) ε}. */
    NOISE,
    /** x: the clean image. */
    CLEAN,
    /** x − y: what the upsampled LR image lacks; {@code x̂ = y + f}. */
    RESIDUAL
}
