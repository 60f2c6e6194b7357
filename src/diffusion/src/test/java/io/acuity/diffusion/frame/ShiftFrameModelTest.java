package io.acuity.diffusion.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.acuity.diffusion.Target;
import io.acuity.diffusion.codec.PixelUnshuffle;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSampler;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Plane;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShiftFrameModelTest {
    private static final PixelUnshuffle CODEC = new PixelUnshuffle(4);

    @ParameterizedTest
    @ValueSource(doubles = {0, 2})
    void goesTheWayOfThePlainSampler(double kappa) {
        // given: a network whose prediction depends on everything it is given
        ShiftProcess process = ShiftProcess.of(ShiftSchedule.resShift(4, 0.2, 0.99, 0.3, kappa), Target.CLEAN);
        LowRes lowRes = lowRes(10, 6);
        FrameModel model = model(process, new HalvingNetwork(new ArrayList<>()));

        // when
        FloatImage result = run(model, lowRes, 7);

        // then: the same chain on the padded image, then decoded and cropped
        FloatImage image = new FramePadding(8).pad(lowRes);
        FloatImage y = CODEC.encode(Enlargement.MATLAB_BICUBIC.enlarge(image, 4));
        FrameNoise noise = new FrameNoise(7, 48, 8, 16);
        List<float[]> states = new ShiftSampler(process)
                .sample(y.values(), (state, index) -> HalvingNetwork.halved(state, index), noise::draw);
        FloatImage expected =
                CODEC.decode(new FloatImage(48, 8, 16, states.getLast())).window(0, 0, 40, 24);
        assertThat(result.values()).containsExactly(expected.values());
    }

    @Test
    void equalSeedsGiveEqualImagesAndOthersDoNot() {
        // given
        ShiftProcess process = ShiftProcess.of(ShiftSchedule.resShift(4, 0.2, 0.99, 0.3, 2), Target.CLEAN);
        FrameModel model = model(process, new HalvingNetwork(new ArrayList<>()));
        LowRes lowRes = lowRes(8, 8);

        // when, then
        assertThat(run(model, lowRes, 1).values())
                .containsExactly(run(model, lowRes, 1).values());
        assertThat(run(model, lowRes, 1).values())
                .isNotEqualTo(run(model, lowRes, 2).values());
    }

    @Test
    void shorterChainsEndTheSameWayAndTellTheTrainedSteps() {
        // given
        List<Integer> told = new ArrayList<>();
        ShiftProcess process = ShiftProcess.of(ShiftSchedule.resShift(15, 0.04, 0.99, 0.3, 2), Target.CLEAN);
        FrameModel model = model(process, new HalvingNetwork(told));

        // when
        FrameModel shorter = model.withSteps(5);
        run(shorter, lowRes(8, 8), 1);

        // then
        assertThat(shorter.steps()).isEqualTo(5);
        assertThat(told).containsExactly(14, 11, 8, 5, 2);
        assertThat(model.withSteps(15)).isSameAs(model);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.withSteps(16))
                .withMessageContaining("1 to 15");
    }

    @Test
    void predictionsThatAreNoNumbersAreRefused() {
        // given
        ShiftProcess process = ShiftProcess.of(ShiftSchedule.of(new double[] {0.9}, 0), Target.CLEAN);
        FrameModel model = model(process, new HalvingNetwork(new ArrayList<>()) {
            @Override
            public FloatImage predict(FloatImage state, FloatImage lowRes, int index) {
                FloatImage prediction = super.predict(state, lowRes, index);
                prediction.values()[5] = Float.NaN;
                return prediction;
            }
        });
        FrameChain chain = model.begin(lowRes(8, 8), 1);

        // when, then
        assertThatIllegalStateException().isThrownBy(chain::step).withMessageContaining("not finite");
    }

    private static FrameModel model(ShiftProcess process, FrameNetwork network) {
        return new ShiftFrameModel(new ShiftFrameModel.Parts(
                4,
                network,
                CODEC,
                process,
                Enlargement.MATLAB_BICUBIC,
                new FramePadding(8),
                FrameChop.NEVER,
                MaskRule.UNTRAINED));
    }

    private static FloatImage run(FrameModel model, LowRes lowRes, long seed) {
        FrameChain chain = model.begin(lowRes, seed);
        for (int i = 0; i < model.steps(); i++) {
            chain.step();
        }
        return chain.result();
    }

    private static LowRes lowRes(int width, int height) {
        Random random = new Random(3);
        Plane plane = new Plane(width, height);
        for (int i = 0; i < width * height; i++) {
            plane.samples()[i] = (short) random.nextInt(65536);
        }
        return LowRes.grey(plane);
    }

    /** Predicts half the state, less with later steps. */
    private static class HalvingNetwork implements FrameNetwork {
        private final List<Integer> told;

        HalvingNetwork(List<Integer> told) {
            this.told = told;
        }

        static float[] halved(float[] state, int index) {
            float[] values = state.clone();
            for (int i = 0; i < values.length; i++) {
                values[i] *= 0.5f / (index + 1);
            }
            return values;
        }

        @Override
        public FloatImage predict(FloatImage state, FloatImage lowRes, int index) {
            told.add(index);
            return new FloatImage(state.channels(), state.height(), state.width(), halved(state.values(), index));
        }

        @Override
        public void close() {}
    }
}
