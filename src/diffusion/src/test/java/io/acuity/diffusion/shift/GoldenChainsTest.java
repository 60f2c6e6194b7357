package io.acuity.diffusion.shift;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.diffusion.Target;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The chains of two public samplers, recorded with their networks' predictions. */
class GoldenChainsTest {
    private static final Golden DELTA_DIFF = new Golden("deltadiff-sampler-4");
    private static final Golden RES_SHIFT = new Golden("resshift-sampler-15");

    private final ShiftProcess deltaDiff = ShiftProcess.of(ShiftSchedule.deltaDiff(4, 0.01, 0.99, 0.3), Target.CLEAN);
    private final ShiftProcess resShift = ShiftProcess.of(ShiftSchedule.resShift(15, 0.04, 0.99, 0.3, 2), Target.CLEAN);

    @Test
    void schedulesAgree() {
        assertThat(deltaDiff.schedule().etas()).containsExactly(DELTA_DIFF.doubles("etas"), Offset.offset(1e-12));
        assertThat(resShift.schedule().etas()).containsExactly(RES_SHIFT.doubles("etas"), Offset.offset(1e-12));
    }

    @Test
    void posteriorAgrees() {
        // given
        double[] state = RES_SHIFT.doubles("posterior_mean_coef1");
        double[] clean = RES_SHIFT.doubles("posterior_mean_coef2");
        double[] variance = RES_SHIFT.doubles("posterior_variance");
        for (int index = 0; index < 15; index++) {
            // then
            assertThat(resShift.schedule().stateWeight(index)).isEqualTo(state[index], Offset.offset(1e-12));
            assertThat(resShift.schedule().cleanWeight(index)).isEqualTo(clean[index], Offset.offset(1e-12));
            assertThat(resShift.schedule().posteriorVariance(index)).isEqualTo(variance[index], Offset.offset(1e-12));
        }
    }

    @Test
    void forwardStatesAgree() {
        // given
        float[] forward = DELTA_DIFF.floats("forward");
        float[] sampled = RES_SHIFT.floats("q_sample");
        float[] noise = RES_SHIFT.floats("noise");
        // then
        for (int index = 0; index < 4; index++) {
            assertClose(
                    deltaDiff.forward(index, DELTA_DIFF.floats("x0"), DELTA_DIFF.floats("y"), new float[0]),
                    Golden.part(forward, index, 4),
                    1e-5f);
        }
        for (int index = 0; index < 15; index++) {
            assertClose(
                    resShift.forward(
                            index, RES_SHIFT.floats("x0"), RES_SHIFT.floats("y"), Golden.part(noise, index, 16)),
                    Golden.part(sampled, index, 15),
                    1e-5f);
        }
    }

    @Test
    void noiseFreeTrajectoryAgrees() {
        // given
        float[] predictions = DELTA_DIFF.floats("pred_x0");
        float[] trajectory = DELTA_DIFF.floats("traj");
        // when
        List<float[]> states = new ShiftSampler(deltaDiff)
                .sample(DELTA_DIFF.floats("y"), (state, index) -> Golden.part(predictions, 3 - index, 4), draw -> {
                    throw new AssertionError("A noise-free chain draws no noise.");
                });
        // then
        for (int k = 0; k < 4; k++) {
            assertClose(states.get(k), Golden.part(trajectory, k, 4), 1e-5f);
        }
        assertClose(states.get(3), DELTA_DIFF.floats("out"), 1e-5f);
    }

    @Test
    void noisyTrajectoryAgrees() {
        // given
        float[] predictions = RES_SHIFT.floats("pred_x0");
        float[] trajectory = RES_SHIFT.floats("traj");
        float[] noise = RES_SHIFT.floats("noise");
        // when
        assertClose(resShift.prior(RES_SHIFT.floats("y"), Golden.part(noise, 15, 16)), RES_SHIFT.floats("x_T"), 1e-5f);
        List<float[]> states = new ShiftSampler(resShift)
                .sample(
                        RES_SHIFT.floats("y"),
                        (state, index) -> Golden.part(predictions, 14 - index, 15),
                        draw -> Golden.part(noise, draw, 16));
        // then
        for (int k = 0; k < 15; k++) {
            assertClose(states.get(k), Golden.part(trajectory, k, 15), 1e-5f);
        }
    }

    private static void assertClose(float[] actual, float[] expected, float tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).as("value %d", i).isCloseTo(expected[i], Offset.offset(tolerance));
        }
    }
}
