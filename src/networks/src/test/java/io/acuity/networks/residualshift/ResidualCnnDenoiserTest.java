package io.acuity.networks.residualshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.diffusion.TileBatch;
import io.acuity.networks.graph.ScalarType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResidualCnnDenoiserTest {
    private static final int WIDTH = 8;
    private static final int SIDE = 24;
    private static final long SEED = 7;

    private final ResidualCnn network = new ResidualCnn(WIDTH, 2, 4, 4);
    private final ModelBundle bundle = RandomBundles.of(WIDTH, 4, 2.0, SEED);

    @Test
    void eachSampleOfABatchIsPredictedAtItsOwnStep() {
        try (ResidualCnnDenoiser denoiser = load(ScalarType.FLOAT32)) {
            // given: the same tile twice, at two steps
            float[] state = random(48 * SIDE * SIDE, 1);
            float[] lowRes = random(3 * SIDE * SIDE, 2);

            // when
            float[] together = predict(denoiser, twice(state), twice(lowRes), SIDE, 3, 0);
            float[] alone = predict(denoiser, state, lowRes, SIDE, 0);

            // then
            assertThat(java.util.Arrays.copyOfRange(together, alone.length, together.length))
                    .usingComparatorWithPrecision(1e-5f)
                    .containsExactly(alone);
            assertThat(together[0]).isNotCloseTo(together[alone.length], within(1e-6f));
        }
    }

    @Test
    void nothingOutsideTheRadiusReachesAPixel() {
        try (ResidualCnnDenoiser denoiser = load(ScalarType.FLOAT32)) {
            // given: two states that differ in one pixel
            float[] state = random(48 * SIDE * SIDE, 3);
            float[] lowRes = random(3 * SIDE * SIDE, 4);
            float[] touched = state.clone();
            touched[0] += 1;

            // when
            float[] before = predict(denoiser, state, lowRes, SIDE, 1);
            float[] after = predict(denoiser, touched, lowRes, SIDE, 1);

            // then: the change reaches exactly as far as the radius says
            int radius = denoiser.radius();
            assertThat(columnDiffers(before, after, radius)).isTrue();
            for (int column = radius + 1; column < SIDE; column++) {
                assertThat(columnDiffers(before, after, column)).isFalse();
            }
        }
    }

    @Test
    void bfloat16StaysNearFp32() {
        try (ResidualCnnDenoiser exact = load(ScalarType.FLOAT32);
                ResidualCnnDenoiser fast = load(ScalarType.BFLOAT16)) {
            // given
            float[] state = random(48 * SIDE * SIDE, 5);
            float[] lowRes = random(3 * SIDE * SIDE, 6);

            // when
            float[] expected = predict(exact, state, lowRes, SIDE, 2);
            float[] actual = predict(fast, state, lowRes, SIDE, 2);

            // then: within 2 % of the largest value
            float largest = 0;
            for (float value : expected) {
                largest = Math.max(largest, Math.abs(value));
            }
            assertThat(actual).usingComparatorWithPrecision(0.02f * largest).containsExactly(expected);
        }
    }

    @Test
    void aThousandCallsLeaveNoArrayBehind() {
        try (ResidualCnnDenoiser denoiser = load(ScalarType.FLOAT32)) {
            // given
            float[] state = random(48 * 8 * 8, 7);
            float[] lowRes = random(3 * 8 * 8, 8);
            predict(denoiser, state, lowRes, 8, 0);
            int live = denoiser.liveArrays();

            // when
            for (int i = 0; i < 1000; i++) {
                predict(denoiser, state, lowRes, 8, 0);
            }

            // then
            assertThat(denoiser.liveArrays()).isEqualTo(live);
        }
    }

    private ResidualCnnDenoiser load(ScalarType type) {
        return ResidualCnnDenoiser.load(network, bundle.weights(), type, Device.cpu());
    }

    private static float[] predict(
            ResidualCnnDenoiser denoiser, float[] state, float[] lowRes, int side, int... steps) {
        FloatBuffer prediction = direct(new float[state.length]);
        denoiser.predict(new TileBatch(steps.length, side, side, direct(state), direct(lowRes), steps), prediction);
        float[] values = new float[state.length];
        prediction.get(0, values);
        return values;
    }

    private static boolean columnDiffers(float[] a, float[] b, int column) {
        for (int i = column; i < a.length; i += SIDE) {
            if (a[i] != b[i]) {
                return true;
            }
        }
        return false;
    }

    private static FloatBuffer direct(float[] values) {
        FloatBuffer buffer = ByteBuffer.allocateDirect(values.length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        return buffer.put(0, values);
    }

    private static float[] random(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() * 0.5f;
        }
        return values;
    }

    private static float[] twice(float[] values) {
        float[] both = java.util.Arrays.copyOf(values, 2 * values.length);
        System.arraycopy(values, 0, both, values.length, values.length);
        return both;
    }
}
