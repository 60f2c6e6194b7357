package io.acuity.imaging.degrade;

/**
 * What one stage of the blind chain is drawn from.
 *
 * @param blurShare how often it blurs
 * @param blur with what
 * @param enlargeShare how often it enlarges
 * @param reduceShare how often it reduces; what is left to 1 keeps the size
 * @param resize factor; below 1 when reducing, above when enlarging
 * @param gaussianShare how often its noise is normal and not of counted light
 * @param gaussian deviation of normal noise, of 255
 * @param poisson strength of the other noise
 * @param greyShare how often the noise has no colour
 * @param jpegQuality quality of its compression
 */
public record StageSettings(
        double blurShare,
        BlurSettings blur,
        double enlargeShare,
        double reduceShare,
        Range resize,
        double gaussianShare,
        Range gaussian,
        Range poisson,
        double greyShare,
        Range jpegQuality) {
    /** Refuses a range of factors that does not hold 1, or shares above 1. */
    public StageSettings {
        if (!resize.holds(1) || resize.low() <= 0 || enlargeShare + reduceShare > 1) {
            throw new IllegalArgumentException("A stage resizes around 1 with shares up to 1 together, not from "
                    + resize.low() + " to " + resize.high() + " with " + enlargeShare + " and " + reduceShare + ".");
        }
    }
}
