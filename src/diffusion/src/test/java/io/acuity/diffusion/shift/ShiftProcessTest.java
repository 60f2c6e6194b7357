package io.acuity.diffusion.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.acuity.diffusion.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShiftProcessTest {
    private static final int SIZE = 64;

    private final ShiftSchedule schedule = ShiftSchedule.deltaDiff(4, 0.01, 0.99, 0.3);
    private final float[] clean = random(1);
    private final float[] upsampled = random(2);

    @ParameterizedTest
    @EnumSource(Target.class)
    void perfectNetworkFindsTheCleanImageWhateverItsTarget(Target target) {
        // given a network that knows the answer
        ShiftProcess process = ShiftProcess.of(schedule, target);
        ShiftSampler.Predictor perfect = (state, index) -> switch (target) {
            case CLEAN -> clean;
            case RESIDUAL -> difference(clean, upsampled);
            case PREVIOUS -> index == 0 ? clean : process.forward(index - 1, clean, upsampled, new float[0]);
        };
        // when
        List<float[]> states = new ShiftSampler(process).sample(upsampled, perfect, draw -> new float[0]);
        // then
        assertThat(states).hasSize(4);
        assertThat(states.get(3)).containsExactly(clean, Offset.offset(1e-6f));
    }

    @Test
    void startAtTheUpsampledImageLeavesTheLineByWhatTheLastShiftLacks() {
        // given
        ShiftProcess process = ShiftProcess.of(schedule, Target.CLEAN);
        // when
        List<float[]> states = new ShiftSampler(process).sample(upsampled, (state, index) -> clean, draw -> clean);
        // then z' = line + η_{t−1} (1 − η_T)/η_T (y − x)
        for (int k = 0; k < 4; k++) {
            float eta = (float) schedule.eta(2 - k);
            float excess = eta * (float) ((1 - schedule.eta(3)) / schedule.eta(3));
            for (int i = 0; i < SIZE; i++) {
                float expected = clean[i] + (eta + excess) * (upsampled[i] - clean[i]);
                assertThat(states.get(k)[i]).isCloseTo(expected, Offset.offset(1e-6f));
            }
        }
    }

    @Test
    void estimatesAreClippedOnlyIfTheProcessSaysSo() {
        // given
        float[] wild = new float[SIZE];
        Arrays.fill(wild, 3f);
        ShiftProcess clipped = new ShiftProcess(schedule, Target.CLEAN, true, true);
        ShiftProcess free = new ShiftProcess(schedule, Target.CLEAN, false, true);
        // when
        float[] kept = new ShiftSampler(free)
                .sample(upsampled, (s, i) -> wild, d -> wild)
                .get(3);
        float[] cut = new ShiftSampler(clipped)
                .sample(upsampled, (s, i) -> wild, d -> wild)
                .get(3);
        // then
        assertThat(kept).containsOnly(3f);
        assertThat(cut).containsOnly(1f);
    }

    @Test
    void networkSeesTheStateAtUnitSize() {
        // given the published factors of ResShift with four steps
        ShiftSchedule resShift = ShiftSchedule.resShift(4, 0.2, 0.99, 0.3, 2);
        // then
        double[] deviations = {1.0198039, 1.4429140, 1.8217602, 2.2181975};
        for (int index = 0; index < 4; index++) {
            assertThat(1 / resShift.inputScale(index)).isEqualTo(deviations[index], Offset.offset(1e-6));
        }
        assertThat(new ShiftProcess(resShift, Target.CLEAN, true, false).inputScale(3))
                .isEqualTo(1f);
        assertThat(resShift.posteriorVariance(3)).isEqualTo(0.9472969099, Offset.offset(1e-8));
    }

    @Test
    void oneStepStartsAtTheFarEnd() {
        assertThat(ShiftSchedule.resShift(1, 0.2, 0.99, 0.3, 2).eta(0)).isEqualTo(0.9801, Offset.offset(1e-12));
        assertThat(ShiftSchedule.deltaDiff(1, 0.01, 0.99, 0.3).eta(0)).isEqualTo(0.99, Offset.offset(1e-12));
    }

    @Test
    void nonsenseIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ShiftSchedule.of(new double[] {}, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> ShiftSchedule.of(new double[] {0.5, 0.4}, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> ShiftSchedule.of(new double[] {0.5, 1.1}, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> ShiftSchedule.of(new double[] {0.5, Double.NaN}, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> ShiftSchedule.of(new double[] {0.5}, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> ShiftSchedule.deltaDiff(0, 0.01, 0.99, 0.3));
    }

    @Test
    void schedulesAreValues() {
        // given
        double[] etas = {0.1, 0.9};
        ShiftSchedule one = ShiftSchedule.of(etas, 2);
        // when
        etas[0] = 0.5;
        one.etas()[1] = 0.7;
        // then
        assertThat(one)
                .isEqualTo(ShiftSchedule.of(new double[] {0.1, 0.9}, 2))
                .hasSameHashCodeAs(ShiftSchedule.of(new double[] {0.1, 0.9}, 2));
        assertThat(one).isNotEqualTo(ShiftSchedule.of(new double[] {0.1, 0.9}, 0));
        assertThat(one).hasToString("ShiftSchedule[etas=[0.1, 0.9], kappa=2.0]");
    }

    private static float[] difference(float[] a, float[] b) {
        float[] result = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            result[i] = a[i] - b[i];
        }
        return result;
    }

    private static float[] random(long seed) {
        Random random = new Random(seed);
        float[] values = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        return values;
    }
}
