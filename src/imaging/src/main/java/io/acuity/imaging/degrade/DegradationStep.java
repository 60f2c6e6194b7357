package io.acuity.imaging.degrade;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.resample.Bicubic;

/** One kind of damage with everything about it decided. */
public sealed interface DegradationStep {
    /** The damaged picture; {@code image} (one channel or three, about [0, 1]) stays as it is. */
    FloatImage apply(FloatImage image);

    /**
     * Filtering with a kernel, the picture mirrored at its edges without repeating the edge pixel.
     *
     * @param kernel an odd square whose weights sum to 1
     */
    record Blur(BlurKernel kernel) implements DegradationStep {
        @Override
        public FloatImage apply(FloatImage image) {
            return kernel.filter(image);
        }
    }

    /**
     * Resampling to a size.
     *
     * @param mode how
     * @param height rows of the result
     * @param width pixels a row of the result
     */
    record Resize(ResizeMode mode, int height, int width) implements DegradationStep {
        @Override
        public FloatImage apply(FloatImage image) {
            return mode.resize(image, height, width);
        }
    }

    /**
     * MATLAB-compatible bicubic with antialiasing.
     *
     * @param height rows of the result
     * @param width pixels a row of the result
     */
    record BicubicReduction(int height, int width) implements DegradationStep {
        @Override
        public FloatImage apply(FloatImage image) {
            return Bicubic.resize(image, height, width);
        }
    }

    /**
     * Normal noise added to every value, then clipped to [0, 1].
     *
     * @param deviation of 255
     * @param grey whether the channels share one draw
     * @param seed of the draws
     */
    record GaussianNoise(double deviation, boolean grey, long seed) implements DegradationStep {
        @Override
        public FloatImage apply(FloatImage image) {
            return Noise.gaussian(image, this);
        }
    }

    /**
     * Noise of counted light, then clipped to [0, 1].
     *
     * @param strength what the deviation from the picture is multiplied with
     * @param grey whether the noise of luma is added to all channels
     * @param seed of the draws
     */
    record PoissonNoise(double strength, boolean grey, long seed) implements DegradationStep {
        @Override
        public FloatImage apply(FloatImage image) {
            return Noise.poisson(image, this);
        }
    }

    /**
     * JPEG compression by the JDK's encoder: rounded to 8 bits first, colour at half resolution below quality 90.
     *
     * @param quality 1 to 100
     */
    record JpegDamage(int quality) implements DegradationStep {
        @Override
        public FloatImage apply(FloatImage image) {
            return JpegRoundTrip.of(image, quality);
        }
    }
}
