package io.acuity.diffusion.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianScheduleTest {
    private final GaussianSchedule sr3 = GaussianSchedule.of(BetaCurve.LINEAR, 2000, 1e-6, 1e-2);

    @Test
    void publishedNumbersOfSr3() {
        assertThat(sr3.alphaBar(0)).isEqualTo(0.999999, within(1e-12));
        assertThat(sr3.alphaBar(999)).isEqualTo(0.0817837921, within(1e-9));
        assertThat(sr3.alphaBar(1999)).isEqualTo(4.38597824e-05, within(1e-12));
        assertThat(sr3.noiseLevel(999)).isEqualTo(0.2859786566, within(1e-9));
        assertThat(sr3.posteriorVariance(0)).isZero();
        assertThat(sr3.posteriorVariance(1)).isEqualTo(8.5718441700e-07, within(1e-14));
        assertThat(sr3.posteriorVariance(999)).isEqualTo(4.9957629024e-03, within(1e-11));
        assertThat(sr3.cleanWeight(999)).isEqualTo(0.0015605326, within(1e-9));
        assertThat(sr3.stateWeight(999)).isEqualTo(0.9970515912, within(1e-9));
        assertThat(sr3.posteriorLogVariance(0)).isEqualTo(Math.log(1e-20), within(1e-12));
    }

    @Test
    void publishedNumbersOfTheCosine() {
        // given SRDiff's chain
        GaussianSchedule cosine = GaussianSchedule.of(BetaCurve.COSINE, 100, 0, 0);
        // then
        assertThat(cosine.beta(0)).isEqualTo(6.3128159834e-04, within(1e-10));
        assertThat(cosine.beta(49)).isEqualTo(3.0593124282e-02, within(1e-9));
        assertThat(cosine.beta(98)).isEqualTo(0.74993928038, within(1e-8));
        assertThat(cosine.beta(99)).isEqualTo(0.999, within(1e-12));
        assertThat(cosine.alphaBar(99)).isEqualTo(2.4285722794e-07, within(1e-12));
    }

    @Test
    void curvesAreWhatTheirNamesSay() {
        assertThat(BetaCurve.named("quad").betas(3, 0.01, 0.09)).containsExactly(new double[] {0.01, 0.04, 0.09}, w());
        assertThat(BetaCurve.named("warmup10").betas(20, 0.1, 0.3))
                .startsWith(0.1, 0.3)
                .endsWith(0.3);
        assertThat(BetaCurve.named("Warmup50").betas(6, 0.1, 0.3))
                .containsExactly(new double[] {0.1, 0.2, 0.3, 0.3, 0.3, 0.3}, w());
        assertThat(BetaCurve.named("const").betas(2, 0.1, 0.3)).containsExactly(0.3, 0.3);
        assertThat(BetaCurve.named("jsd").betas(4, 0, 0)).containsExactly(new double[] {0.25, 1 / 3.0, 0.5, 1}, w());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BetaCurve.named("sigmoid"))
                .withMessageContaining("cosine");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 50, 200, 500})
    void rescaledChainsEndNearPureNoise(int steps) {
        // given the published end points, which a short chain must not use as they are
        GaussianSchedule plain = GaussianSchedule.of(BetaCurve.LINEAR, steps, 1e-6, 1e-2);
        // when
        GaussianSchedule rescaled = GaussianSchedule.of(BetaCurve.LINEAR.rescaled(steps, 1e-6, 1e-2, 2000));
        // then
        assertThat(plain.alphaBar(steps - 1)).isGreaterThan(0.08);
        assertThat(rescaled.alphaBar(steps - 1)).isLessThan(5e-5);
    }

    @ParameterizedTest
    @EnumSource(BetaCurve.class)
    void coefficientsAreThoseOfAPosterior(BetaCurve curve) {
        // given
        GaussianSchedule schedule = GaussianSchedule.of(curve, 40, 1e-4, 0.1);
        for (int index = 0; index < 40; index++) {
            // then the posterior mean of a noise-free state lies on the next state, also where nothing is left of z
            double mean = schedule.cleanWeight(index) + schedule.stateWeight(index) * schedule.noiseLevel(index);
            assertThat(mean).isEqualTo(schedule.noiseLevel(index - 1), within(1e-12));
            // and variances add up to the next state's
            double carried = schedule.stateWeight(index) * schedule.noiseDeviation(index);
            assertThat(carried * carried + schedule.posteriorVariance(index))
                    .isEqualTo(1 - schedule.alphaBar(index - 1), within(1e-12));
            assertThat(schedule.alphaBar(index)).isLessThan(schedule.alphaBar(index - 1));
        }
    }

    @Test
    void spacedChainTakesOverNoiseLevelsAndRemembersTheOriginalSteps() {
        // given 500 trained steps
        GaussianSchedule trained = GaussianSchedule.of(BetaCurve.COSINE, 500, 0, 0);
        // when 200 are sampled
        GaussianSchedule sampled = trained.spaced(200);
        // then
        assertThat(sampled.steps()).isEqualTo(200);
        assertThat(sampled.original(0)).isZero();
        assertThat(sampled.original(199)).isEqualTo(499);
        for (int k = 0; k < 200; k++) {
            assertThat(sampled.alphaBar(k)).isEqualTo(trained.alphaBar(sampled.original(k)), within(1e-12));
        }
        assertThat(sampled.spaced(new int[] {3, 199}).original(0)).isEqualTo(sampled.original(3));
        assertThat(sampled)
                .isEqualTo(trained.spaced(200))
                .hasSameHashCodeAs(trained.spaced(200))
                .isNotEqualTo(trained);
    }

    @Test
    void spacingFollowsImprovedDiffusion() {
        assertThat(GaussianSchedule.spacing(1000, 50))
                .startsWith(0, 20, 41, 61, 82, 102, 122, 143)
                .endsWith(938, 958, 979, 999);
        assertThat(GaussianSchedule.spacing(7, 1)).containsExactly(6);
        assertThat(GaussianSchedule.spacing(3, 3)).containsExactly(0, 1, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> GaussianSchedule.spacing(3, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> GaussianSchedule.spacing(3, 0));
    }

    @Test
    void nonsenseIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> GaussianSchedule.of(new double[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> GaussianSchedule.of(new double[] {0.1, Double.NaN}));
        assertThatIllegalArgumentException().isThrownBy(() -> GaussianSchedule.of(new double[] {0.1, 1.1}));
        assertThatIllegalArgumentException().isThrownBy(() -> GaussianSchedule.of(new double[] {0, 0.1}));
        assertThatIllegalArgumentException().isThrownBy(() -> GaussianSchedule.of(new double[] {1, 0.1}));
        assertThatIllegalArgumentException().isThrownBy(() -> GaussianSchedule.of(BetaCurve.LINEAR, 0, 0.1, 0.2));
        assertThatIllegalArgumentException().isThrownBy(() -> sr3.spaced(new int[] {}));
        assertThatIllegalArgumentException().isThrownBy(() -> sr3.spaced(new int[] {5, 5}));
        assertThatIllegalArgumentException().isThrownBy(() -> sr3.spaced(new int[] {5, 2000}));
    }

    @Test
    void schedulesAreImmutable() {
        // given
        double[] betas = {0.1, 0.2};
        GaussianSchedule schedule = GaussianSchedule.of(betas);
        // when
        Arrays.fill(betas, 0.5);
        Arrays.fill(schedule.betas(), 0.5);
        // then
        assertThat(schedule).isEqualTo(GaussianSchedule.of(new double[] {0.1, 0.2}));
    }

    private static org.assertj.core.data.Offset<Double> w() {
        return within(1e-12);
    }
}
