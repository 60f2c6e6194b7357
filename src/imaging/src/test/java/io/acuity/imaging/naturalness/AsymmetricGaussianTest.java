package io.acuity.imaging.naturalness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsymmetricGaussianTest {
    private static final int SAMPLES = 400_000;

    @ParameterizedTest(name = "shape {0}, scales {1} and {2}")
    @CsvSource({"2, 1, 1", "1, 0.7, 0.7", "0.5, 1, 1", "0.8, 0.2, 0.5", "3, 2, 1"})
    void recoversWhatTheSamplesWereDrawnFrom(double shape, double left, double right) {
        // given
        double[] samples = drawn(7, shape, left, right);
        // when
        AsymmetricGaussian fitted = AsymmetricGaussian.fit(samples);
        // then
        assertThat(fitted.shape()).isCloseTo(shape, within(0.03 * shape));
        assertThat(fitted.left()).isCloseTo(left, within(0.04 * left));
        assertThat(fitted.right()).isCloseTo(right, within(0.04 * right));
        assertThat(fitted.mean()).isCloseTo(mean(samples), within(0.02 * meanSize(samples)));
    }

    @Test
    void theStandardNormalHasShapeTwoAndScaleRootTwo() {
        // given
        Random random = new Random(1);
        double[] samples =
                random.doubles(SAMPLES).map(u -> random.nextGaussian()).toArray();
        // when
        AsymmetricGaussian fitted = AsymmetricGaussian.fit(samples);
        // then
        assertThat(fitted.shape()).isCloseTo(2, within(0.03));
        assertThat(fitted.left()).isCloseTo(Math.sqrt(2), within(0.02));
    }

    @Test
    void mirroredSamplesSwapTheSides() {
        // given
        double[] samples = drawn(3, 0.9, 0.3, 0.8);
        double[] mirrored = samples.clone();
        for (int i = 0; i < mirrored.length; i++) {
            mirrored[i] = -mirrored[i];
        }
        // when
        AsymmetricGaussian fitted = AsymmetricGaussian.fit(samples);
        AsymmetricGaussian swapped = AsymmetricGaussian.fit(mirrored);
        // then
        assertThat(swapped.shape()).isEqualTo(fitted.shape());
        assertThat(swapped.left()).isCloseTo(fitted.right(), within(1e-12));
        assertThat(swapped.mean()).isCloseTo(-fitted.mean(), within(1e-12));
    }

    @Test
    void samplesOnOneSideHaveNoFit() {
        assertThat(AsymmetricGaussian.fit(new double[] {1, 2, 0}).shape()).isNaN();
        assertThat(AsymmetricGaussian.fit(new double[4]).left()).isNaN();
    }

    /** A side is chosen with its share of the mass; |x| = scale · g^(1/shape) with g from a gamma distribution. */
    private static double[] drawn(long seed, double shape, double left, double right) {
        Random random = new Random(seed);
        double[] samples = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            boolean negative = random.nextDouble() * (left + right) < left;
            double size = Math.pow(gamma(random, 1 / shape), 1 / shape);
            samples[i] = negative ? -left * size : right * size;
        }
        return samples;
    }

    /** Gamma variate after Marsaglia and Tsang (2000); a form below 1 by way of form + 1. */
    private static double gamma(Random random, double form) {
        if (form < 1) {
            return gamma(random, form + 1) * Math.pow(random.nextDouble(), 1 / form);
        }
        double d = form - 1.0 / 3;
        while (true) {
            double normal = random.nextGaussian();
            double v = Math.pow(1 + normal / Math.sqrt(9 * d), 3);
            if (v > 0 && Math.log(random.nextDouble()) < normal * normal / 2 + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }

    private static double mean(double[] samples) {
        return Arrays.stream(samples).average().orElseThrow();
    }

    private static double meanSize(double[] samples) {
        return Arrays.stream(samples).map(Math::abs).average().orElseThrow();
    }
}
