package io.acuity.diffusion.frame;

import io.acuity.diffusion.mask.LowResNoise;

/**
 * What a model makes of a mask.
 *
 * @param lowResNoise the state of pixels that are not refined yet
 * @param maskedInput whether the network sees zeros there (YODA eq. 10, what networks trained with masks expect), or
 *     their state, which is what networks trained without masks know
 */
public record MaskRule(LowResNoise lowResNoise, boolean maskedInput) {
    /** For networks trained without masks: every pixel has the noise level of its step, and is seen. */
    public static final MaskRule UNTRAINED = new MaskRule(LowResNoise.MARGINAL, false);
}
