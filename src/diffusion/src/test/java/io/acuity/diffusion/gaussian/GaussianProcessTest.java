package io.acuity.diffusion.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.acuity.diffusion.gaussian.GaussianProcess.ReverseRule;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GaussianProcessTest {
    private static final int SIZE = 48;

    private final GaussianSchedule schedule = GaussianSchedule.of(BetaCurve.LINEAR, 20, 1e-4, 0.5);
    private final float[] clean = uniform(1);
    private final float[] upsampled = uniform(2);
    private final float[] start = gaussian(3);

    /** A network that knows the clean image. */
    private GaussianSampler.Predictor perfect(GaussianProcess process) {
        return (state, index) -> {
            float[] out = new float[SIZE];
            GaussianSchedule chain = process.schedule();
            for (int i = 0; i < SIZE; i++) {
                out[i] = switch (process.prediction()) {
                    case CLEAN -> clean[i];
                    case RESIDUAL -> clean[i] - upsampled[i];
                    case NOISE ->
                        (float) ((state[i] - chain.noiseLevel(index) * clean[i]) / chain.noiseDeviation(index));
                };
            }
            return out;
        };
    }

    @ParameterizedTest
    @CsvSource({
        "NOISE, 20, -1",
        "CLEAN, 20, -1",
        "RESIDUAL, 20, -1",
        "NOISE, 7, -1",
        "NOISE, 7, 0",
        "CLEAN, 7, 0.5",
        "RESIDUAL, 1, 0",
        "NOISE, 20, 1"
    })
    void perfectNetworkFindsTheCleanImageWhateverItsTargetAndStep(Prediction prediction, int steps, double eta) {
        // given
        ReverseRule rule = eta < 0 ? new ReverseRule.Ancestral(StepVariance.POSTERIOR) : new ReverseRule.Strided(eta);
        GaussianProcess process = new GaussianProcess(schedule, prediction, true, rule).spaced(steps);
        // when
        List<float[]> states =
                new GaussianSampler(process).sample(start, upsampled, perfect(process), GaussianProcessTest::gaussian);
        // then
        assertThat(states).hasSize(steps);
        assertThat(states.get(steps - 1)).containsExactly(clean, within(1e-4f));
    }

    @Test
    void statesOnTheWayHaveTheNoiseLevelOfTheirStep() {
        // given a deterministic chain that starts on a known noise
        GaussianProcess process = GaussianProcess.strided(schedule, false, 0);
        float[] noise = gaussian(4);
        float[] first = process.forward(19, clean, noise);
        // when
        List<float[]> states = new GaussianSampler(process).sample(first, upsampled, perfect(process), index -> {
            throw new AssertionError("A deterministic chain draws no noise.");
        });
        // then it stays on that noise
        assertThat(process.deterministic()).isTrue();
        for (int k = 0; k < 19; k++) {
            assertThat(states.get(k)).containsExactly(process.forward(18 - k, clean, noise), within(1e-4f));
        }
    }

    @Test
    void stridedStepsWithAllNoiseFreshAreAncestral() {
        // given
        GaussianProcess ancestral = GaussianProcess.ancestral(schedule);
        GaussianProcess strided = GaussianProcess.strided(schedule, true, 1);
        for (int index = 0; index < 20; index++) {
            GaussianStep one = ancestral.reverse(index);
            GaussianStep other = strided.reverse(index);
            // then
            assertThat(other.stateWeight()).isCloseTo(one.stateWeight(), within(1e-6f));
            assertThat(other.cleanWeight()).isCloseTo(one.cleanWeight(), within(1e-6f));
            assertThat(other.deviation()).isCloseTo(one.deviation(), within(1e-6f));
        }
        assertThat(strided.deterministic()).isFalse();
        assertThat(ancestral.deterministic()).isFalse();
    }

    @Test
    void varianceIsThePosteriorsOrTheForwardSteps() {
        // given
        GaussianProcess beta =
                new GaussianProcess(schedule, Prediction.NOISE, true, new ReverseRule.Ancestral(StepVariance.BETA));
        // then
        assertThat(beta.reverse(7).deviation()).isCloseTo((float) Math.sqrt(schedule.beta(7)), within(1e-7f));
        assertThat(GaussianProcess.ancestral(schedule).reverse(7).deviation())
                .isCloseTo((float) Math.sqrt(schedule.posteriorVariance(7)), within(1e-7f));
        assertThat(beta.reverse(0).needsNoise()).isFalse();
    }

    @Test
    void estimatesAreClippedOnlyIfTheProcessSaysSo() {
        // given a network that finds no noise in a wild state
        float[] wild = new float[SIZE];
        java.util.Arrays.fill(wild, 3f);
        GaussianSampler.Predictor none = (state, index) -> new float[SIZE];
        // when
        float[] cut = new GaussianSampler(GaussianProcess.strided(schedule, true, 0))
                .sample(wild, upsampled, none, GaussianProcessTest::gaussian)
                .get(19);
        float[] kept = new GaussianSampler(GaussianProcess.strided(schedule, false, 0))
                .sample(wild, upsampled, none, GaussianProcessTest::gaussian)
                .get(19);
        // then
        assertThat(cut).containsOnly(1f);
        assertThat(kept[0]).isGreaterThan(3f);
    }

    @ParameterizedTest
    @EnumSource(BetaCurve.class)
    void everyCurveSamplesFiniteNumbers(BetaCurve curve) {
        // given, with the curve that leaves nothing of the image, an estimate that would divide by zero
        GaussianProcess process = GaussianProcess.ancestral(GaussianSchedule.of(curve, 10, 0.01, 0.3));
        // when
        List<float[]> states = new GaussianSampler(process)
                .sample(start, upsampled, (state, index) -> gaussian(index), GaussianProcessTest::gaussian);
        // then
        for (float[] state : states) {
            for (float value : state) {
                assertThat(value).isFinite().isBetween(-9f, 9f);
            }
        }
    }

    @Test
    void shareOfFreshNoiseIsChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ReverseRule.Strided(-0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ReverseRule.Strided(Double.NaN));
    }

    private static float[] uniform(long seed) {
        Random random = new Random(seed);
        float[] values = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = random.nextFloat() * 2 - 1;
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
