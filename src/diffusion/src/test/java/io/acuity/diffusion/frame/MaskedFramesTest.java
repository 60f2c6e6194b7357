package io.acuity.diffusion.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.acuity.diffusion.Target;
import io.acuity.diffusion.codec.PixelUnshuffle;
import io.acuity.diffusion.gaussian.ChainDomain;
import io.acuity.diffusion.gaussian.GaussianProcess;
import io.acuity.diffusion.gaussian.GaussianProcess.ReverseRule;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.diffusion.gaussian.Prediction;
import io.acuity.diffusion.gaussian.StepVariance;
import io.acuity.diffusion.mask.ActivationSteps;
import io.acuity.diffusion.mask.LowResNoise;
import io.acuity.diffusion.mask.MaskedSampler;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.diffusion.scheduler.ProgressListener;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.diffusion.tiles.Rect;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Plane;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Masks on models that look at whole images. */
class MaskedFramesTest {
    private static final int STEPS = 6;
    private static final int SCALE = 4;
    private static final int WIDTH = 11;
    private static final int HEIGHT = 6;

    /** Predicts a mix of state and image, and remembers what it saw. */
    private static final class MixingNetwork implements ScheduledNetwork, FrameNetwork {
        private final List<float[]> seen = new ArrayList<>();

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
            seen.add(state.values().clone());
            float[] values = state.values().clone();
            float mean = 0;
            for (float value : values) {
                mean += value / values.length;
            }
            for (int i = 0; i < values.length; i++) {
                values[i] = 0.5f * values[i] + 0.1f * mean + 0.01f * index;
            }
            return new FloatImage(state.channels(), state.height(), state.width(), values);
        }

        @Override
        public ScheduledNetwork on(GaussianSchedule schedule) {
            return this;
        }

        @Override
        public void close() {}
    }

    private final MixingNetwork network = new MixingNetwork();

    @ParameterizedTest
    @EnumSource(StepVariance.class)
    void whereEverythingIsActiveAGaussianChainIsThePlainOne(StepVariance variance) {
        // given
        FrameModel model = gaussian(new ReverseRule.Ancestral(variance), new MaskRule(LowResNoise.STEP, true));

        // when, then: to the bit
        assertThat(run(model, uniform(1, 0)).values())
                .containsExactly(run(model, null).values());
    }

    @Test
    void aChainOverResidualsAddsTheImageAtTheEnd() {
        // given
        MaskRule masks = new MaskRule(LowResNoise.MARGINAL, false);
        ReverseRule rule = new ReverseRule.Strided(0);
        FloatImage y = Enlargement.MATLAB_BICUBIC
                .enlarge(new FramePadding(2).pad(lowRes()), SCALE)
                .window(0, 0, WIDTH * SCALE, HEIGHT * SCALE);

        // when: the network looks at the state alone, which begins the same
        float[] image = run(gaussian(rule, masks), null).values();
        float[] residual =
                run(gaussian(rule, masks, ChainDomain.RESIDUAL), null).values();
        float[] waiting =
                run(gaussian(rule, masks, ChainDomain.RESIDUAL), uniform(0, 0)).values();

        // then
        for (int i = 0; i < image.length; i++) {
            assertThat(residual[i]).isEqualTo(image[i] + y.values()[i]);
        }
        assertThat(waiting).isNotEqualTo(residual).hasSameSizeAs(image);
    }

    @ParameterizedTest
    @EnumSource(LowResNoise.class)
    void aGaussianChainIsTheMaskedSamplersWithDeterministicStepsToo(LowResNoise noise) {
        // given
        GaussianProcess process = process(new ReverseRule.Strided(0));
        FrameModel model = gaussian(new ReverseRule.Strided(0), new MaskRule(noise, true));
        FrameMask mask = halves();
        LowRes lowRes = lowRes();
        FloatImage y = Enlargement.MATLAB_BICUBIC.enlarge(new FramePadding(2).pad(lowRes), SCALE);
        FrameNoise draws = new FrameNoise(5, 3, y.height(), y.width());
        ActivationSteps activation = mask.activation(new Rect(0, 0, y.width(), y.height()), 1, STEPS);

        // when
        float[] expected = new MaskedSampler(process, List.of(activation), noise, true)
                .sample(
                        draws.draw(STEPS),
                        y.values(),
                        (state, index) -> new MixingNetwork()
                                .predict(new FloatImage(3, y.height(), y.width(), state), y, index)
                                .values(),
                        draws::draw)
                .get(STEPS - 1);

        // then
        assertThat(run(model, mask).values())
                .containsExactly(new FloatImage(3, y.height(), y.width(), expected)
                        .window(0, 0, WIDTH * SCALE, HEIGHT * SCALE)
                        .values());
    }

    @Test
    void theNetworkIsNotAskedWhileEverythingWaits() {
        // given: 0.5 everywhere, so that half of the steps refine nothing
        FrameModel gaussian = gaussian(new ReverseRule.Strided(0), MaskRule.UNTRAINED);
        FrameModel shift = shift(2, MaskRule.UNTRAINED);

        // when
        run(gaussian, uniform(0.5f, 0));
        int first = network.seen.size();
        run(shift, uniform(0.5f, 0));

        // then
        assertThat(first).isEqualTo(STEPS / 2);
        assertThat(network.seen).hasSize(STEPS);
    }

    @ParameterizedTest
    @EnumSource(LowResNoise.class)
    void whereEverythingIsActiveAShiftChainIsThePlainOne(LowResNoise noise) {
        for (double kappa : new double[] {0, 2}) {
            // given
            FrameModel model = shift(kappa, new MaskRule(noise, true));

            // when, then: to the bit
            assertThat(run(model, uniform(1, 0)).values())
                    .containsExactly(run(model, null).values());
        }
    }

    @Test
    void latentsThatWaitAreTheUpsampledImageAndAreNotShownToANetworkTrainedWithMasks() {
        // given: DeltaDiff, the left half from the first step, the right half in the last
        FrameModel model = shift(0, new MaskRule(LowResNoise.MARGINAL, true));

        // when
        run(model, halves());

        // then: a row of the first latent channel
        float[] first = network.seen.get(0);
        assertThat(Arrays.copyOfRange(first, 0, 5)).doesNotContain(0f);
        assertThat(Arrays.copyOfRange(first, 6, 11)).containsOnly(0f);
        float[] last = network.seen.get(STEPS - 1);
        assertThat(Arrays.copyOfRange(last, 6, 11)).doesNotContain(0f);
    }

    @Test
    void anyActivePixelActivatesItsLatent() {
        // given: one pixel of attention
        FrameMask mask = new FrameMask(
                WIDTH * SCALE,
                HEIGHT * SCALE,
                (y, row) -> {
                    Arrays.fill(row, 0f);
                    row[7] = y == 2 ? 1f : 0f;
                },
                0);

        // when
        ActivationSteps activation = mask.activation(new Rect(0, 0, 48, 24), SCALE, STEPS);

        // then
        assertThat(activation.at(0, 1)).isEqualTo(STEPS);
        assertThat(activation.activeCount(1)).isEqualTo(1);
    }

    @Test
    void aMapOfAnotherSizeIsRefused() {
        FrameMask mask = new FrameMask(WIDTH, HEIGHT, (y, row) -> Arrays.fill(row, 1f), 0);
        FrameModel model = shift(0, MaskRule.UNTRAINED);

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new FrameSpec(lowRes(), model, 1, mask, (y0, rows, planes) -> {}, ProgressListener.NONE))
                .withMessageContaining("11×6")
                .withMessageContaining("44×24");
    }

    private FrameModel gaussian(ReverseRule rule, MaskRule masks) {
        return gaussian(rule, masks, ChainDomain.IMAGE);
    }

    private FrameModel gaussian(ReverseRule rule, MaskRule masks, ChainDomain domain) {
        GaussianProcess process = process(rule);
        return new GaussianFrameModel(new GaussianFrameModel.Parts(
                SCALE,
                network,
                process,
                process.schedule()::spaced,
                Enlargement.MATLAB_BICUBIC,
                new FramePadding(2),
                FrameChop.NEVER,
                masks,
                domain));
    }

    private static GaussianProcess process(ReverseRule rule) {
        double[] betas = {0.01, 0.1, 0.2, 0.3, 0.5, 0.9};
        return new GaussianProcess(GaussianSchedule.of(betas), Prediction.NOISE, true, rule);
    }

    private FrameModel shift(double kappa, MaskRule masks) {
        ShiftProcess process =
                new ShiftProcess(ShiftSchedule.resShift(STEPS, 0.1, 0.99, 0.3, kappa), Target.CLEAN, true, true);
        return new ShiftFrameModel(new ShiftFrameModel.Parts(
                SCALE,
                network,
                new PixelUnshuffle(SCALE),
                process,
                Enlargement.MATLAB_BICUBIC,
                new FramePadding(2),
                FrameChop.NEVER,
                masks));
    }

    private static FloatImage run(FrameModel model, @org.jspecify.annotations.Nullable FrameMask mask) {
        FrameChain chain = model.begin(new FramePatch(lowRes(), 0, 0, 5, mask));
        for (int i = 0; i < model.steps(); i++) {
            chain.step();
        }
        return chain.result();
    }

    private static FrameMask uniform(float value, double lowerBound) {
        return new FrameMask(WIDTH * SCALE, HEIGHT * SCALE, (y, row) -> Arrays.fill(row, value), lowerBound);
    }

    private static FrameMask halves() {
        return new FrameMask(
                WIDTH * SCALE,
                HEIGHT * SCALE,
                (y, row) -> {
                    Arrays.fill(row, 0f);
                    Arrays.fill(row, 0, 5 * SCALE, 1f);
                },
                0);
    }

    private static LowRes lowRes() {
        Random random = new Random(3);
        Plane plane = new Plane(WIDTH, HEIGHT);
        for (int i = 0; i < plane.samples().length; i++) {
            plane.samples()[i] = (short) random.nextInt(65536);
        }
        return LowRes.grey(plane);
    }
}
