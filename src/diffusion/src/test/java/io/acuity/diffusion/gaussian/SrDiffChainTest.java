package io.acuity.diffusion.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.acuity.diffusion.gaussian.GaussianProcess.ReverseRule;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What SRDiff's and IDM's published chains have that SR3's has not. */
class SrDiffChainTest {
    @Test
    void theCosineScheduleIsThePublishedOne() {
        // given
        GaussianSchedule schedule = GaussianSchedule.of(BetaCurve.COSINE, 100, 0, 0);

        // then: recorded from the published code
        assertThat(schedule.beta(0)).isCloseTo(6.3128159834e-04, within(1e-12));
        assertThat(schedule.beta(49)).isCloseTo(3.0593124282e-02, within(1e-11));
        assertThat(schedule.beta(98)).isCloseTo(0.74993928038, within(1e-10));
        assertThat(schedule.beta(99)).isEqualTo(0.999);
        assertThat(schedule.alphaBar(49)).isCloseTo(0.4938435904, within(1e-9));
        assertThat(1 / schedule.noiseLevel(99)).isCloseTo(2029.198, within(1e-3));
    }

    @Test
    void residualsAreDoubledAndClipped() {
        // given: what an image lacks, once more than half a unit
        float[] image = {0.25f, -0.5f, 1f};
        float[] upsampled = {0.125f, -0.25f, -0.5f};

        // when
        float[] residual = ChainDomain.DOUBLED_RESIDUAL.fromImage(image, upsampled);

        // then
        assertThat(residual).containsExactly(0.25f, -0.5f, 1f);
        assertThat(ChainDomain.DOUBLED_RESIDUAL.toImage(residual, upsampled)).containsExactly(0.25f, -0.5f, 0f);
        assertThat(ChainDomain.DOUBLED_RESIDUAL.toImage(new float[] {3, -3, 0}, upsampled))
                .containsExactly(0.625f, -0.75f, -0.5f);
        assertThat(ChainDomain.DOUBLED_RESIDUAL.waitingMean(upsampled)).containsOnly(0f);
    }

    @Test
    void aStridedScheduleVisitsEveryTenthStepFromTheFirst() {
        // given
        GaussianSchedule trained = GaussianSchedule.of(BetaCurve.LINEAR, 2000, 1e-6, 1e-2);

        // when
        GaussianSchedule strided = trained.strided(200);

        // then
        assertThat(IntStream.range(0, 200).map(strided::original))
                .containsExactly(
                        IntStream.range(0, 200).map(k -> 10 * k).boxed().toArray(Integer[]::new));
        assertThat(strided.alphaBar(3)).isCloseTo(trained.alphaBar(30), within(1e-12));
        // and: where the stride leaves room for more, those of the most noise
        assertThat(trained.strided(150).original(149)).isEqualTo(13 * 153);
        assertThat(trained.strided(150).original(0)).isEqualTo(13 * 4);
        assertThat(trained.strided(2000).original(1)).isOne();
    }

    @Test
    void aChainThatStopsEarlyKeepsTheFirstStateAsItIs() {
        // given
        GaussianSchedule schedule =
                GaussianSchedule.of(BetaCurve.LINEAR, 2000, 1e-6, 1e-2).strided(200);
        GaussianProcess early =
                new GaussianProcess(schedule, Prediction.NOISE, false, new ReverseRule.Strided(0, true));
        GaussianProcess usual = new GaussianProcess(schedule, Prediction.NOISE, false, new ReverseRule.Strided(0));
        float[] state = {0.5f, -2f};

        // when
        float[] kept = early.reverse(0).next(operands(state));
        float[] before = early.reverse(1).next(operands(state));

        // then: the last update is x₀ √ᾱ + ε √(1−ᾱ) at the first step's ᾱ
        assertThat(kept).containsExactly(state);
        assertThat(early.rests(0)).isTrue();
        assertThat(early.rests(1)).isFalse();
        assertThat(usual.rests(0)).isFalse();
        assertThat(before).containsExactly(usual.reverse(1).next(operands(state)));
        double level = schedule.noiseLevel(1);
        double clean = (0.5 - Math.sqrt(1 - level * level) * 0.3) / level;
        double first = schedule.noiseLevel(0);
        assertThat((double) before[0]).isCloseTo(first * clean + Math.sqrt(1 - first * first) * 0.3, within(1e-5));
    }

    private static GaussianStep.Operands operands(float[] state) {
        return new GaussianStep.Operands(state, new float[] {0.3f, -0.1f}, new float[0], new float[0]);
    }
}
