package io.acuity.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.diffusion.Target;
import io.acuity.diffusion.gaussian.BetaCurve;
import io.acuity.diffusion.gaussian.GaussianProcess;
import io.acuity.diffusion.gaussian.GaussianProcess.ReverseRule;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.diffusion.gaussian.Prediction;
import io.acuity.diffusion.gaussian.StepVariance;
import io.acuity.diffusion.mask.ActivationSteps;
import io.acuity.diffusion.mask.CleanEstimate;
import io.acuity.diffusion.mask.LowResNoise;
import io.acuity.diffusion.mask.MaskedChain;
import io.acuity.diffusion.mask.MaskedGaussian;
import io.acuity.diffusion.mask.MaskedSampler;
import io.acuity.diffusion.mask.MaskedShift;
import io.acuity.diffusion.mask.UngatedDenoiser;
import io.acuity.diffusion.noise.PixelNoise;
import io.acuity.diffusion.scheduler.MaskedJobSpec.Coverage;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.diffusion.tiles.Rect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Local networks that know nothing of masks, in masked jobs. */
class UngatedJobTest {
    private static final int STEPS = 10;
    private static final int SEED = 7;
    /** 1e-4 of the range [-1, 1], in 16-bit levels. */
    private static final int EXACT = 3;

    private static final SchedulerSettings SMALL = new SchedulerSettings(1 << 20, 1, 16, 3000, 600, 600, 4, 1 << 20);
    private static final GaussianSchedule SCHEDULE = GaussianSchedule.of(BetaCurve.LINEAR, STEPS, 1e-3, 0.5);

    private final LowRes image = Results.image(61, 45, 3);

    @ParameterizedTest
    @CsvSource({
        "NOISE, MARGINAL, true, false",
        "NOISE, MARGINAL, false, false",
        "CLEAN, STEP, true, false",
        "CLEAN, STEP, false, false",
        "RESIDUAL, STEP_BETA, false, false",
        "RESIDUAL, MARGINAL, false, true",
        "NOISE, MARGINAL, true, true"
    })
    void rectanglesOfAGaussianChainGiveWhatTheMaskedSamplerGives(
            Prediction prediction, LowResNoise waiting, boolean maskedInput, boolean strided) {
        // given
        ReverseRule rule = strided ? new ReverseRule.Strided(0) : new ReverseRule.Ancestral(StepVariance.POSTERIOR);
        GaussianProcess process = new GaussianProcess(SCHEDULE, prediction, true, rule);
        ActivationSteps activation = MaskedJobTest.blobs(61, 45, 0.1);
        Results rows = new Results(image);
        LocalNetwork network = new LocalNetwork();
        MaskedChain chain = new MaskedGaussian(process, waiting);
        // when
        JobReport report = run(
                chain,
                new UngatedDenoiser(network, chain, new CleanEstimate.OfGaussian(process), maskedInput),
                activation,
                Coverage.RECTANGLES,
                rows);
        // then
        assertThat(rows.distance(dense(process, activation, waiting, maskedInput)))
                .isLessThanOrEqualTo(EXACT);
        assertThat(report.networkPixels()).isLessThan(report.denseNetworkPixels());
        assertThat(report.networkPixels())
                .isEqualTo(network.calls().stream()
                                .mapToLong(LocalNetwork.Call::pixels)
                                .sum()
                        * 4);
    }

    private short[][] dense(
            GaussianProcess process, ActivationSteps activation, LowResNoise waiting, boolean maskedInput) {
        PixelNoise noise = new PixelNoise(SEED, LocalNetwork.FACTOR);
        Rect whole = new Rect(0, 0, image.width(), image.height());
        List<float[]> states = new MaskedSampler(process, List.of(activation), waiting, maskedInput)
                .sample(
                        Results.drawWhole(noise, whole, STEPS),
                        Results.upsampled(image),
                        (state, index) -> Results.predictWhole(image, state, index),
                        draw -> Results.drawWhole(noise, whole, draw));
        return Results.planes(image, states.get(STEPS - 1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 2})
    void rectanglesOfAShiftChainGiveWhatFullFramesGive(double kappa) {
        // given
        ShiftProcess process = ShiftProcess.of(ShiftSchedule.resShift(STEPS, 0.04, 0.99, 0.3, kappa), Target.RESIDUAL);
        MaskedChain chain = new MaskedShift(process.schedule());
        ActivationSteps activation = MaskedJobTest.blobs(61, 45, 0.1);
        UngatedDenoiser network =
                new UngatedDenoiser(new LocalNetwork(), chain, new CleanEstimate.OfShift(process), false);
        Results sparse = new Results(image);
        Results full = new Results(image);
        // when
        run(chain, network, activation, Coverage.RECTANGLES, sparse);
        run(chain, network, activation, Coverage.FULL_FRAME, full);
        // then
        assertThat(sparse.distance(full.planes())).isLessThanOrEqualTo(EXACT);
    }

    @Test
    void withMasksOffAShiftChainIsThePlainOne() {
        // given: κ = 0, for which entering the chain at T and the plain first step are the same
        ShiftProcess process = ShiftProcess.of(ShiftSchedule.resShift(STEPS, 0.04, 1, 0.3, 0), Target.RESIDUAL);
        MaskedChain chain = new MaskedShift(process.schedule());
        Results rows = new Results(image);
        // when
        run(
                chain,
                new UngatedDenoiser(new LocalNetwork(), chain, new CleanEstimate.OfShift(process), false),
                ActivationSteps.everywhere(45, 61, STEPS),
                Coverage.RECTANGLES,
                rows);
        // then
        assertThat(rows.distance(Results.reference(image, process, SEED))).isLessThanOrEqualTo(EXACT);
    }

    @Test
    void aNetworkWithoutAnEstimateOfTheImageIsRefused() {
        // given
        ShiftProcess process = ShiftProcess.of(ShiftSchedule.resShift(4, 0.04, 0.99, 0.3, 0), Target.PREVIOUS);
        // then
        assertThatThrownBy(() -> new CleanEstimate.OfShift(process))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("previous state");
    }

    private JobReport run(
            MaskedChain chain, UngatedDenoiser network, ActivationSteps activation, Coverage coverage, RowSink rows) {
        try (TileScheduler scheduler = new TileScheduler(SMALL)) {
            return scheduler
                    .submit(new MaskedJobSpec(
                            image, chain, activation, coverage, SEED, false, network, rows, ProgressListener.NONE))
                    .done()
                    .join();
        }
    }
}
