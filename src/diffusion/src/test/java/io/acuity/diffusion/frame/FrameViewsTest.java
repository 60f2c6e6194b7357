package io.acuity.diffusion.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.acuity.diffusion.Target;
import io.acuity.diffusion.codec.Codec;
import io.acuity.diffusion.codec.PixelUnshuffle;
import io.acuity.diffusion.gaussian.ChainDomain;
import io.acuity.diffusion.gaussian.GaussianProcess;
import io.acuity.diffusion.gaussian.GaussianProcess.ReverseRule;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.diffusion.gaussian.Prediction;
import io.acuity.diffusion.gaussian.StepVariance;
import io.acuity.diffusion.mask.LowResNoise;
import io.acuity.diffusion.preview.Preview;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.diffusion.scheduler.TileScheduler;
import io.acuity.diffusion.scheduler.Viewer;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Plane;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What those see who look on while a whole image is refined. */
@Timeout(60)
class FrameViewsTest {
    private static final int SCALE = 2;
    private static final float SAID = 0.25f;
    private static final int SAID_SAMPLE = 40959;
    private static final int GREY = 9000;

    private final Viewer viewer = new Viewer();

    @Test
    void theEstimateOfAGaussianChainIsSeenAndNotItsNoise() {
        // when
        refine(gaussian(ChainDomain.IMAGE, FrameChop.NEVER), 20, 12, null);

        // then
        assertThat(viewer.shown()).extracting(shown -> shown.stage().step()).containsExactly(1, 2, 3, 4);
        for (Preview shown : viewer.shown()) {
            assertThat(shown.planes()[1]).hasSize(40 * 24).containsOnly((short) SAID_SAMPLE);
        }
    }

    @ParameterizedTest
    @EnumSource(ChainDomain.class)
    void underAMaskWhatWaitsIsSeenEnlarged(ChainDomain domain) {
        // given: the left half is refined from the first step on, the right one only in the last
        FrameMask mask = new FrameMask(
                40,
                24,
                (y, row) -> {
                    Arrays.fill(row, 0f);
                    Arrays.fill(row, 0, 20, 1f);
                },
                0);

        // when
        refine(gaussian(domain, FrameChop.NEVER), 20, 12, mask);

        // then
        int refined = switch (domain) {
            case IMAGE -> SAID_SAMPLE;
            case RESIDUAL -> GREY + (int) (SAID * 32767.5);
            case DOUBLED_RESIDUAL -> GREY + (int) (SAID / 2 * 32767.5);
        };
        Preview shown = viewer.shown().get(2);
        assertThat(shown.planes()[0][3] & 0xFFFF).isCloseTo(refined, within(1));
        assertThat(shown.planes()[0][37] & 0xFFFF).isCloseTo(GREY, within(1));
    }

    @Test
    void partsOfALargeImageAreSeenWhereTheyBelong() {
        // when: two parts, one after the other
        refine(gaussian(ChainDomain.IMAGE, new FrameChop(12, 8)), 20, 12, null);

        // then
        Preview first = viewer.shown().get(0);
        assertThat(first.planes()[0][3] & 0xFFFF).isEqualTo(SAID_SAMPLE);
        assertThat(first.planes()[0][37] & 0xFFFF).isCloseTo(GREY, within(1));
        Preview last = viewer.shown().get(viewer.shown().size() - 1);
        assertThat(last.planes()[0]).containsOnly((short) SAID_SAMPLE);
    }

    @Test
    void latentsWithoutWeightsAreSeenAsPicturesAndOthersNot() {
        // given
        ShiftProcess process = new ShiftProcess(ShiftSchedule.resShift(4, 0.1, 0.99, 0.3, 2), Target.CLEAN, true, true);
        PixelUnshuffle codec = new PixelUnshuffle(SCALE);

        // when
        refine(shift(process, codec), 6, 4, null);

        // then
        assertThat(viewer.shown()).hasSize(4);
        assertThat(viewer.shown().get(0).planes()[2]).containsOnly((short) SAID_SAMPLE);

        // and when: a step costs less than decoding what it led to
        viewer.shown().clear();
        refine(shift(process, new CostlyCodec(codec)), 6, 4, null);

        // then
        assertThat(viewer.shown()).isEmpty();
    }

    private void refine(FrameModel model, int width, int height, @Nullable FrameMask mask) {
        Plane plane = new Plane(width, height);
        Arrays.fill(plane.samples(), (short) GREY);
        try (TileScheduler device = new TileScheduler(SchedulerSettings.DEFAULT)) {
            new FrameScheduler(device, FrameSettings.DEFAULT)
                    .submit(new FrameSpec(LowRes.grey(plane), model, 1, mask, (y0, rows, planes) -> {}, viewer))
                    .done()
                    .join();
        }
    }

    private static FrameModel gaussian(ChainDomain domain, FrameChop chop) {
        double[] betas = {0.01, 0.1, 0.3, 0.9};
        GaussianProcess process = new GaussianProcess(
                GaussianSchedule.of(betas), Prediction.CLEAN, true, new ReverseRule.Ancestral(StepVariance.POSTERIOR));
        return new GaussianFrameModel(new GaussianFrameModel.Parts(
                SCALE,
                new Constant(),
                process,
                process.schedule()::spaced,
                Enlargement.MATLAB_BICUBIC,
                new FramePadding(2),
                chop,
                new MaskRule(LowResNoise.MARGINAL, true),
                domain));
    }

    private static FrameModel shift(ShiftProcess process, Codec codec) {
        return new ShiftFrameModel(new ShiftFrameModel.Parts(
                SCALE,
                new Constant(),
                codec,
                process,
                Enlargement.MATLAB_BICUBIC,
                new FramePadding(2),
                FrameChop.NEVER,
                MaskRule.UNTRAINED));
    }

    /** Takes every image for the same grey. */
    private static final class Constant implements ScheduledNetwork, FrameNetwork {
        @Override
        public ConditionedNetwork condition(FrameGuide guide) {
            return (state, index) -> predict(state, guide.upsampled(), index);
        }

        @Override
        public long bytesPerPixel() {
            return 1;
        }

        @Override
        public FloatImage predict(FloatImage state, FloatImage lowRes, int index) {
            float[] values = new float[state.values().length];
            Arrays.fill(values, SAID);
            return new FloatImage(state.channels(), state.height(), state.width(), values);
        }

        @Override
        public ScheduledNetwork on(GaussianSchedule schedule) {
            return this;
        }

        @Override
        public void close() {}
    }

    /** A codec that would ask a network. */
    private record CostlyCodec(PixelUnshuffle codec) implements Codec {
        @Override
        public int factor() {
            return codec.factor();
        }

        @Override
        public int channels() {
            return codec.channels();
        }

        @Override
        public FloatImage encode(FloatImage image) {
            return codec.encode(image);
        }

        @Override
        public FloatImage decode(FloatImage latent) {
            return codec.decode(latent);
        }

        @Override
        public int passes() {
            return 2;
        }
    }
}
