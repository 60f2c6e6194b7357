package io.acuity.diffusion.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.acuity.diffusion.Target;
import io.acuity.diffusion.codec.PixelUnshuffle;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Plane;
import io.acuity.imaging.resample.Bicubic;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TwoStageFrameModelTest {
    private static final LowRes LOW_RES = lowRes(7, 5);

    @Test
    void aRegressionNetworkIsAModelOfOneStep() {
        // given: a network that takes nothing below 6 pixels
        OnePassFrameModel model = cleaner(0, new FramePadding(1, 6));

        // when
        FloatImage result = run(model);

        // then: the image was extended to 7×6, and the result cut back
        assertThat(result.width()).isEqualTo(14);
        assertThat(result.height()).isEqualTo(10);
        assertThat(result.values())
                .containsExactly(enlarged(0).window(0, 0, 14, 10).values());
        assertThat(model.networkPixels(7, 5)).isEqualTo(42);
        assertThat(model.memoryBytes(7, 5)).isEqualTo(4200);
        assertThat(model.withSteps(1)).isSameAs(model);
        assertThat(model.takesMasks()).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.withSteps(2))
                .withMessageContaining("1 step");
        assertThatIllegalStateException()
                .isThrownBy(() -> model.begin(LOW_RES, 1).result());
    }

    @Test
    void whatIsNoNumberIsRefused() {
        FrameChain chain = cleaner(Float.NaN, new FramePadding(1)).begin(LOW_RES, 1);
        assertThatIllegalStateException().isThrownBy(chain::step).withMessageContaining("not finite");
    }

    @Test
    void theFirstStageLeadsTheSecond() {
        // given: a second stage that gives back what leads it, as it is shown it
        List<FloatImage> shown = new ArrayList<>();
        TwoStageFrameModel model =
                TwoStageFrameModel.of(cleaner(0.1f, new FramePadding(1, 6)), refiner(shown, 3, 2), 3);

        // when
        FloatImage result = run(model);

        // then: z_T is the cleaned image, and beside it the network saw that made small again
        FloatImage cleaned = enlarged(0.1f);
        assertThat(shown).hasSize(3);
        assertThat(shown.getFirst().values())
                .containsExactly(Bicubic.resize(cleaned, 6, 8).values());
        FloatImage expected = cleaned.window(0, 0, 14, 10);
        for (int i = 0; i < expected.values().length; i++) {
            assertThat(result.values()[i]).isCloseTo(expected.values()[i], within(1e-5f));
        }
        assertThat(model.firstStage()).isNotNull();
        assertThat(model.codecPixels(7, 5)).isEqualTo(4 * 42);
    }

    @Test
    void stepsAreThoseOfTheSecondStage() {
        // given: a bundle that samples two of four steps
        List<FloatImage> shown = new ArrayList<>();
        FrameModel model = TwoStageFrameModel.of(cleaner(0, new FramePadding(1)), refiner(shown, 4, 2), 2);

        // when, then: a job may ask for all
        assertThat(model.steps()).isEqualTo(2);
        assertThat(model.withSteps(4).steps()).isEqualTo(4);
        run(model.withSteps(4));
        assertThat(shown).hasSize(4);
    }

    @Test
    void theScaleIsThatOfTheFirstStageAndNoOther() {
        // given
        FrameModel model = TwoStageFrameModel.of(cleaner(0, new FramePadding(1)), refiner(new ArrayList<>(), 4, 2), 2);

        // then
        assertThat(model.withMagnification(2, false)).isSameAs(model);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.withMagnification(1.7, true))
                .withMessage("upscales by 2, not by 1.7; ask for scale 2.");
    }

    @Test
    void stagesOfDifferentScalesAreRefusedAndClosed() {
        // given
        DoublingNetwork network = new DoublingNetwork(0, new FramePadding(1));

        // when, then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TwoStageFrameModel.of(
                        new OnePassFrameModel(network, FrameChop.NEVER), refiner(new ArrayList<>(), 2, 4), 2))
                .withMessageContaining("first stage enlarges by 2")
                .withMessageContaining("second by 4");
        assertThat(network.isClosed()).isTrue();
    }

    @Test
    void anotherModelThanOneThatRefinesIsNoSecondStage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        TwoStageFrameModel.of(cleaner(0, new FramePadding(1)), cleaner(0, new FramePadding(1)), 1))
                .withMessageContaining("no image leads");
    }

    private static OnePassFrameModel cleaner(float offset, FramePadding padding) {
        return new OnePassFrameModel(new DoublingNetwork(offset, padding), FrameChop.NEVER);
    }

    /** What the cleaner makes of the image extended to 8×6, clipped. */
    private static FloatImage enlarged(float offset) {
        FloatImage image = new FramePadding(2, 6).pad(LOW_RES);
        return new DoublingNetwork(offset, new FramePadding(1)).enlarge(image);
    }

    /** Predicts its state, so that the chain stays where it begins; even sides. */
    private static FrameModel refiner(List<FloatImage> shown, int steps, int scale) {
        FrameNetwork network = new FrameNetwork() {
            @Override
            public FloatImage predict(FloatImage state, FloatImage lowRes, int index) {
                shown.add(lowRes);
                return new FloatImage(
                        state.channels(),
                        state.height(),
                        state.width(),
                        state.values().clone());
            }

            @Override
            public void close() {}
        };
        ShiftSchedule schedule = ShiftSchedule.resShift(steps, 0.2, 0.99, 0.3, 0);
        return new ShiftFrameModel(new ShiftFrameModel.Parts(
                scale,
                network,
                new PixelUnshuffle(scale),
                new ShiftProcess(schedule, Target.CLEAN, true, false),
                Enlargement.MATLAB_BICUBIC,
                new FramePadding(2),
                FrameChop.NEVER,
                MaskRule.UNTRAINED));
    }

    private static FloatImage run(FrameModel model) {
        FrameChain chain = model.begin(LOW_RES, 1);
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
}
