package io.acuity.evaluation;

import io.acuity.imaging.Picture;
import io.acuity.imaging.degrade.Degradation;

/** How the LR images of an evaluation are made. */
public sealed interface LowResolution {
    /** The LR image of one that has this name. */
    Degraded of(String image, Picture original);

    /** How many times smaller, rounded up: as many pixels are left out at each border of what is compared. */
    int border();

    /**
     * As the literature does where nothing else is said: MATLAB's bicubic.
     *
     * @param factor how many times smaller, at least 2 or, where it is no whole number, above 1
     */
    record Reduced(double factor) implements LowResolution {
        /** Refuses what makes nothing smaller. */
        public Reduced {
            if (!(factor > 1)) {
                throw new IllegalArgumentException("The scale of an evaluation is above 1, not " + factor + ".");
            }
        }

        @Override
        public Degraded of(String image, Picture original) {
            return Degraded.reduced(original, factor);
        }

        @Override
        public int border() {
            return (int) Math.ceil(factor);
        }
    }

    /**
     * By a degradation with choices.
     *
     * @param degradation what is done to each image
     * @param seed with the image's name it decides every choice: which other images are measured makes no difference
     */
    record Damaged(Degradation degradation, long seed) implements LowResolution {
        private static final long SPREAD = 0x9E3779B97F4A7C15L;

        @Override
        public Degraded of(String image, Picture original) {
            return Degraded.of(original, degradation, seed * SPREAD + image.hashCode());
        }

        @Override
        public int border() {
            return degradation.scale();
        }
    }
}
