package io.acuity.diffusion.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.acuity.diffusion.gaussian.GaussianProcess.ReverseRule;
import io.acuity.diffusion.mask.ActivationSteps;
import io.acuity.diffusion.mask.LowResNoise;
import io.acuity.diffusion.mask.MaskedGaussian;
import io.acuity.diffusion.mask.MaskedSampler;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What SR4 changes about the chain: its schedule, residuals, learned variance. */
class Sr4ChainTest {
    private static final int SIZE = 48;

    private final GaussianSchedule cosine = GaussianSchedule.of(BetaCurve.COSINE, 500, 0, 0);
    /** Of strong residuals: beyond [-1, 1] where the images lie at opposite ends. */
    private final float[] image = filled(i -> i % 2 == 0 ? 0.9f : -0.9f);

    private final float[] upsampled = filled(i -> i % 4 == 0 ? -0.8f : 0.3f * (float) Math.sin(i));
    private final float[] residual = ChainDomain.RESIDUAL.fromImage(image, upsampled);

    @Test
    void cosineOf500StepsIsThePublishedOne() {
        assertThat(cosine.beta(0)).isEqualTo(8.7424e-05, within(1e-6));
        assertThat(cosine.beta(250)).isEqualTo(0.0063112, within(1e-6));
        assertThat(cosine.beta(498)).isEqualTo(0.7499976, within(1e-6));
        assertThat(cosine.beta(499)).isEqualTo(0.999, within(1e-6));
        assertThat(cosine.alphaBar(0)).isEqualTo(0.99991258, within(1e-6));
        assertThat(cosine.alphaBar(249)).isEqualTo(0.49384359, within(1e-6));
        assertThat(cosine.alphaBar(499)).isEqualTo(9.715e-09, within(1e-11));
    }

    @Test
    void publishedRatesIn500StepsLeaveEightPercent() {
        assertThat(GaussianSchedule.of(BetaCurve.LINEAR, 500, 1e-6, 1e-2).alphaBar(499))
                .isEqualTo(0.0814, within(1e-4));
    }

    @Test
    void oneStepOfAnOracleIsThePosteriorOfTheResidual() {
        // given
        GaussianProcess process =
                new GaussianProcess(cosine, Prediction.NOISE, false, new ReverseRule.Ancestral(StepVariance.POSTERIOR));
        int index = 300;
        float[] noise = gaussian(1);
        float[] draw = gaussian(2);
        float[] state = process.forward(index, residual, noise);
        // when
        float[] next = process.reverse(index).next(new GaussianStep.Operands(state, noise.clone(), new float[0], draw));
        // then
        double deviation = Math.sqrt(cosine.posteriorVariance(index));
        for (int i = 0; i < SIZE; i++) {
            double mean = cosine.cleanWeight(index) * residual[i] + cosine.stateWeight(index) * state[i];
            assertThat((double) next[i]).isCloseTo(mean + deviation * draw[i], within(1e-5));
        }
    }

    @Test
    void chainOverResidualsEndsInTheImageUnlessItsEstimatesAreClipped() {
        // given an oracle
        for (boolean clipped : new boolean[] {false, true}) {
            GaussianProcess process =
                    new GaussianProcess(cosine, Prediction.NOISE, clipped, new ReverseRule.Strided(0)).spaced(20);
            GaussianSchedule chain = process.schedule();
            GaussianSampler.Predictor oracle = (state, index) -> filled(
                    i -> (float) ((state[i] - chain.noiseLevel(index) * residual[i]) / chain.noiseDeviation(index)));
            // when
            float[] end = new GaussianSampler(process)
                    .sample(gaussian(3), upsampled, oracle, Sr4ChainTest::gaussian)
                    .get(19);
            float[] result = ChainDomain.RESIDUAL.toImage(end, upsampled);
            // then: what the published clamp cuts is missing
            float[] expected = clipped ? filled(i -> upsampled[i] + Math.clamp(residual[i], -1f, 1f)) : image;
            assertThat(result).usingComparatorWithPrecision(1e-3f).containsExactly(expected);
        }
        assertThat(residual[0]).isGreaterThan(1.5f);
    }

    @Test
    void domainsOfImagesChangeNothing() {
        assertThat(ChainDomain.IMAGE.fromImage(image, upsampled)).isSameAs(image);
        assertThat(ChainDomain.IMAGE.toImage(image, upsampled)).isSameAs(image);
        assertThat(ChainDomain.IMAGE.waitingMean(upsampled)).isSameAs(upsampled);
        assertThat(ChainDomain.RESIDUAL.waitingMean(upsampled)).containsOnly(0f);
    }

    @Test
    void learnedVarianceLiesBetweenThePosteriorsAndTheForwardSteps() {
        // given
        GaussianProcess learned = process(new ReverseRule.Learned());
        for (float share : new float[] {-1, 0, 1}) {
            for (int index = 19; index >= 0; index--) {
                float[] state = gaussian(4);
                float[] draw = gaussian(5);
                float[] said = Arrays.copyOf(gaussian(6), 2 * SIZE);
                Arrays.fill(said, SIZE, 2 * SIZE, share);
                // when
                float[] next = learned.reverse(index).next(new GaussianStep.Operands(state, said, new float[0], draw));
                float[] mean = process(new ReverseRule.Ancestral(StepVariance.BETA))
                        .reverse(index)
                        .next(new GaussianStep.Operands(state, gaussian(6), new float[0], new float[SIZE]));
                // then
                GaussianSchedule chain = learned.schedule();
                double low = chain.posteriorVariance(index);
                double high = chain.beta(index);
                double deviation =
                        index == 0 ? 0 : Math.sqrt(share == -1 ? low : share == 1 ? high : Math.sqrt(low * high));
                assertThat(next).hasSize(SIZE);
                assertThat((double) next[7]).isCloseTo(mean[7] + deviation * draw[7], within(1e-4));
            }
        }
    }

    @Test
    void learnedVarianceIsSampledByBothSamplersAlike() {
        // given
        GaussianProcess learned = process(new ReverseRule.Learned());
        GaussianSampler.Predictor network = (state, index) -> {
            float[] said = Arrays.copyOf(state, 2 * SIZE);
            Arrays.fill(said, SIZE, 2 * SIZE, 0.3f * index % 1);
            return said;
        };
        // when
        float[] plain = new GaussianSampler(learned)
                .sample(gaussian(1), upsampled, network, Sr4ChainTest::gaussian, (index, state) -> {});
        float[] masked = new MaskedSampler(
                        learned, List.of(ActivationSteps.everywhere(4, 4, 20)), LowResNoise.STEP, false)
                .sample(gaussian(1), upsampled, network, Sr4ChainTest::gaussian, (index, state) -> {});
        // then
        assertThat(plain).hasSize(SIZE);
        assertThat(masked).containsExactly(plain);
        assertThat(learned.learnsVariance()).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MaskedGaussian(learned, LowResNoise.STEP))
                .withMessageContaining("whole frames");
    }

    @Test
    void rangesAreFiniteAtBothEnds() {
        assertThat(VarianceRange.of(cosine, 0).lowestLog())
                .isEqualTo(VarianceRange.of(cosine, 1).lowestLog());
        VarianceRange only = VarianceRange.of(GaussianSchedule.of(new double[] {0.5}), 0);
        assertThat(only.lowestLog()).isEqualTo(only.highestLog());
    }

    private GaussianProcess process(ReverseRule rule) {
        return new GaussianProcess(cosine.spaced(20), Prediction.NOISE, true, rule);
    }

    private static float[] filled(java.util.function.IntFunction<Float> value) {
        float[] values = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = value.apply(i);
        }
        return values;
    }

    private static float[] gaussian(long seed) {
        Random random = new Random(seed + 100);
        float[] values = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
