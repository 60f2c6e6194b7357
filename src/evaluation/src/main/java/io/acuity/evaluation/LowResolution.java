package io.acuity.evaluation;

import io.acuity.imaging.Picture;
import io.acuity.imaging.degrade.BicubicDegradation;
import io.acuity.imaging.degrade.Degradation;

/**
 * How the LR images of an evaluation are made.
 *
 * @param degradation what is done to each image
 * @param seed with the image's name it decides every choice: which other images are measured makes no difference
 */
public record LowResolution(Degradation degradation, long seed) {
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** As the literature does where nothing else is said: MATLAB's bicubic. */
    public static LowResolution bicubic(int scale) {
        return new LowResolution(new BicubicDegradation(scale), 0);
    }

    /** How many times smaller. */
    public int scale() {
        return degradation.scale();
    }

    Degraded of(String image, Picture original) {
        return Degraded.of(original, degradation, seed * SPREAD + image.hashCode());
    }
}
