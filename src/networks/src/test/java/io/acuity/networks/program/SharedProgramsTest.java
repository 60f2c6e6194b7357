package io.acuity.networks.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.diffusion.TileBatch;
import io.acuity.networks.LoadedModel;
import io.acuity.networks.Models;
import io.acuity.networks.Precision;
import io.acuity.networks.device.LiveArrays;
import io.acuity.networks.residualshift.RandomBundles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SharedProgramsTest {
    private static final int SIDE = 6;

    @Test
    void checkpointsOfOneArchitectureShareOneModuleAndKeepTheirOwnWeights() {
        try (SharedPrograms programs = new SharedPrograms();
                LoadedModel first = Models.load(bundle(1), Precision.FP32, programs)) {
            int modules = programs.size();
            try (LoadedModel second = Models.load(bundle(2), Precision.FP32, programs);
                    LoadedModel alone = Models.load(bundle(2), Precision.FP32)) {
                assertThat(programs.size()).isEqualTo(modules);
                assertThat(predict(second)).isEqualTo(predict(alone)).isNotEqualTo(predict(first));
            }
            // and closing one of them leaves the module to the other
            assertThat(predict(first)).isEqualTo(predict(first));
        }
    }

    @Test
    void exchangingCheckpointsManyTimesLeavesNothingBehind() {
        try (SharedPrograms programs = new SharedPrograms();
                LoadedModel stable = Models.load(bundle(1), Precision.BF16, programs)) {
            predict(stable);
            LiveArrays before = LiveArrays.now();
            for (int seed = 2; seed < 12; seed++) {
                try (LoadedModel next = Models.load(bundle(seed), Precision.BF16, programs)) {
                    predict(next);
                }
            }
            assertThat(LiveArrays.now()).isEqualTo(before);
        }
    }

    @Test
    void weightsThatDoNotFitLeaveNothingBehind() {
        try (SharedPrograms programs = new SharedPrograms();
                LoadedModel stable = Models.load(bundle(1), Precision.FP32, programs)) {
            ModelBundle wide = RandomBundles.of(16, 1, 0, 3);
            ModelBundle mixed = new ModelBundle(bundle(1).description(), wide.weights());
            LiveArrays before = LiveArrays.now();

            assertThatThrownBy(() -> Models.load(mixed, Precision.FP32, programs))
                    .isInstanceOf(CorruptCheckpointException.class);

            assertThat(LiveArrays.now()).isEqualTo(before);
            assertThat(predict(stable)).isNotEmpty();
        }
    }

    private static ModelBundle bundle(long seed) {
        return RandomBundles.of(8, 1, 0, seed);
    }

    private static float[] predict(LoadedModel model) {
        Random random = new Random(4);
        int pixels = SIDE * SIDE;
        FloatBuffer state = drawn(48 * pixels, random);
        FloatBuffer lowRes = drawn(3 * pixels, random);
        FloatBuffer prediction = direct(48 * pixels);
        model.denoiser().predict(new TileBatch(1, SIDE, SIDE, state, lowRes, new int[] {0}), prediction);
        float[] values = new float[48 * pixels];
        prediction.duplicate().rewind().get(values);
        return values;
    }

    private static FloatBuffer drawn(int count, Random random) {
        FloatBuffer buffer = direct(count);
        for (int i = 0; i < count; i++) {
            buffer.put(i, random.nextFloat());
        }
        return buffer;
    }

    private static FloatBuffer direct(int count) {
        return ByteBuffer.allocateDirect(count * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
