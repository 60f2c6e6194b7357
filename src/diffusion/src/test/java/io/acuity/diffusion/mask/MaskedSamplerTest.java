package io.acuity.diffusion.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.acuity.diffusion.gaussian.BetaCurve;
import io.acuity.diffusion.gaussian.GaussianProcess;
import io.acuity.diffusion.gaussian.GaussianSampler;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.imaging.FloatImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MaskedSamplerTest {
    private static final int HEIGHT = 4;
    private static final int WIDTH = 6;
    private static final int PLANE = HEIGHT * WIDTH;
    private static final int FRAME = 3 * PLANE;
    private static final int STEPS = 12;

    private final GaussianSchedule schedule = GaussianSchedule.of(BetaCurve.LINEAR, STEPS, 1e-3, 0.4);
    private final GaussianProcess ancestral = GaussianProcess.ancestral(schedule);
    private final GaussianProcess deterministic = GaussianProcess.strided(schedule, true, 0);
    private final float[] start = gaussian(1);
    private final float[] mean = gaussian(2);

    /** Something that depends on state and step, as a network does. */
    private static float[] predict(float[] state, int index) {
        float[] out = new float[state.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) Math.tanh(state[i] + 0.1 * index);
        }
        return out;
    }

    @ParameterizedTest
    @EnumSource(LowResNoise.class)
    void fullAttentionIsThePlainSamplerToTheBit(LowResNoise variant) {
        for (GaussianProcess process : List.of(ancestral, deterministic)) {
            // given
            ActivationSteps full = ActivationSteps.of(ones(), 0, STEPS);
            List<float[]> plain = new GaussianSampler(process)
                    .sample(start, mean, MaskedSamplerTest::predict, MaskedSamplerTest::gaussian);
            for (ActivationSteps mask : List.of(full, ActivationSteps.everywhere(HEIGHT, WIDTH, STEPS))) {
                for (boolean maskedInput : new boolean[] {true, false}) {
                    // when
                    List<float[]> masked = new MaskedSampler(process, List.of(mask), variant, maskedInput)
                            .sample(start, mean, MaskedSamplerTest::predict, MaskedSamplerTest::gaussian);
                    // then
                    for (int k = 0; k < STEPS; k++) {
                        assertThat(masked.get(k)).containsExactly(plain.get(k));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(LowResNoise.class)
    void waitingPixelsAreKnownInClosedForm(LowResNoise variant) {
        // given a mask that activates nothing before the last step
        ActivationSteps late = ActivationSteps.of(FloatImage.zeros(1, HEIGHT, WIDTH), 0, STEPS);
        // when
        List<float[]> states = new MaskedSampler(ancestral, List.of(late), variant, true)
                .sample(start, mean, MaskedSamplerTest::predict, MaskedSamplerTest::gaussian);
        // then
        for (int index = STEPS - 1; index > 0; index--) {
            double kept = variant == LowResNoise.MARGINAL ? schedule.noiseLevel(index - 1) : 1;
            double deviation = switch (variant) {
                case MARGINAL -> Math.sqrt(1 - schedule.alphaBar(index - 1));
                case STEP -> Math.sqrt(schedule.posteriorVariance(index));
                case STEP_BETA -> Math.sqrt(schedule.beta(index));
            };
            float[] noise = gaussian(index);
            for (int i = 0; i < FRAME; i++) {
                assertThat(states.get(STEPS - 1 - index)[i])
                        .isCloseTo((float) (kept * mean[i] + deviation * noise[i]), within(1e-5f));
            }
        }
    }

    @Test
    void waitingPixelsOfADeterministicChainKeepTheNoiseTheyStartedFrom() {
        // given
        ActivationSteps late = ActivationSteps.of(FloatImage.zeros(1, HEIGHT, WIDTH), 0, STEPS);
        // when
        List<float[]> states = new MaskedSampler(deterministic, List.of(late), LowResNoise.MARGINAL, true)
                .sample(start, mean, MaskedSamplerTest::predict, index -> {
                    throw new AssertionError("A deterministic chain draws no noise.");
                });
        // then
        for (int index = STEPS - 1; index > 0; index--) {
            assertThat(states.get(STEPS - 1 - index))
                    .containsExactly(deterministic.forward(index - 1, mean, start), within(1e-6f));
        }
    }

    @Test
    void networkSeesZerosOrTheWholeStateWherePixelsWait() {
        for (boolean maskedInput : new boolean[] {true, false}) {
            // given
            ActivationSteps mask = ActivationSteps.of(ramp(), 0.2, STEPS);
            List<float[]> seen = new ArrayList<>();
            // when
            List<float[]> states = new MaskedSampler(ancestral, List.of(mask), LowResNoise.STEP, maskedInput)
                    .sample(
                            start,
                            mean,
                            (state, index) -> {
                                seen.add(state);
                                return predict(state, index);
                            },
                            MaskedSamplerTest::gaussian);
            // then
            for (int k = 0; k < STEPS; k++) {
                float[] state = k == 0 ? start : states.get(k - 1);
                for (int i = 0; i < FRAME; i++) {
                    boolean shown = !maskedInput || mask.isActive(i % PLANE, STEPS - 1 - k);
                    assertThat(seen.get(k)[i]).isEqualTo(shown ? state[i] : 0f);
                }
            }
        }
    }

    @Test
    void framesOfABatchHaveTheirOwnMasks() {
        // given
        ActivationSteps early = ActivationSteps.everywhere(HEIGHT, WIDTH, STEPS);
        ActivationSteps some = ActivationSteps.of(ramp(), 0.2, STEPS);
        GaussianSampler.Noise twice = index -> twice(gaussian(index));
        // when
        float[] both = new MaskedSampler(ancestral, List.of(early, some), LowResNoise.MARGINAL, true)
                .sample(twice(start), twice(mean), MaskedSamplerTest::predict, twice, (index, state) -> {});
        float[] first = alone(early);
        float[] second = alone(some);
        // then
        assertThat(java.util.Arrays.copyOfRange(both, 0, FRAME)).containsExactly(first);
        assertThat(java.util.Arrays.copyOfRange(both, FRAME, 2 * FRAME)).containsExactly(second);
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void masksThatDoNotFitAreRefused() {
        // given
        ActivationSteps shorter = ActivationSteps.everywhere(HEIGHT, WIDTH, STEPS - 1);
        ActivationSteps fits = ActivationSteps.everywhere(HEIGHT, WIDTH, STEPS);
        ActivationSteps larger = ActivationSteps.everywhere(HEIGHT + 1, WIDTH, STEPS);
        // then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MaskedSampler(ancestral, List.of(shorter), LowResNoise.STEP, true));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MaskedSampler(ancestral, List.of(), LowResNoise.STEP, true));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MaskedSampler(ancestral, List.of(fits, larger), LowResNoise.STEP, true));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MaskedSampler(ancestral, List.of(larger), LowResNoise.STEP, true)
                        .sample(start, mean, MaskedSamplerTest::predict, MaskedSamplerTest::gaussian));
    }

    private float[] alone(ActivationSteps mask) {
        return new MaskedSampler(ancestral, List.of(mask), LowResNoise.MARGINAL, true)
                .sample(start, mean, MaskedSamplerTest::predict, MaskedSamplerTest::gaussian, (index, state) -> {});
    }

    private static float[] twice(float[] values) {
        float[] both = java.util.Arrays.copyOf(values, 2 * values.length);
        System.arraycopy(values, 0, both, values.length, values.length);
        return both;
    }

    private static FloatImage ones() {
        FloatImage map = FloatImage.zeros(1, HEIGHT, WIDTH);
        java.util.Arrays.fill(map.values(), 1f);
        return map;
    }

    private static FloatImage ramp() {
        FloatImage map = FloatImage.zeros(1, HEIGHT, WIDTH);
        for (int i = 0; i < PLANE; i++) {
            map.values()[i] = (float) i / PLANE;
        }
        return map;
    }

    private static float[] gaussian(long seed) {
        Random random = new Random(seed);
        float[] values = new float[FRAME];
        for (int i = 0; i < FRAME; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
