package io.acuity.training.frames;

/**
 * How training uses masks (YODA eq. 13 and DESIGN §7).
 *
 * @param on whether at all
 * @param lowerBound l in [0, 1]
 * @param maskedInput whether the network sees zeros outside the mask, as it does when sampling, or the whole state
 * @param overMasked whether the loss is a mean over the masked pixels instead of over all
 */
public record Masking(boolean on, double lowerBound, boolean maskedInput, boolean overMasked) {
    /** No masks: plain SR3. */
    public static final Masking OFF = new Masking(false, 1, false, false);
}
