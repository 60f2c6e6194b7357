package io.acuity.training.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.diffusion.gaussian.BetaCurve;
import io.acuity.diffusion.gaussian.ChainDomain;
import io.acuity.diffusion.gaussian.GaussianProcess;
import io.acuity.diffusion.gaussian.GaussianProcess.ReverseRule;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.diffusion.gaussian.Prediction;
import io.acuity.diffusion.mask.LowResNoise;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.sr3.ErrorNorm;
import io.acuity.networks.sr3.LrInjection;
import io.acuity.networks.sr3.LrInjection.Bridge;
import io.acuity.networks.sr3.LrInjection.Fusion;
import io.acuity.networks.sr3.Sr3Denoiser;
import io.acuity.networks.sr3.Sr3Options;
import io.acuity.networks.sr3.Sr3UNet;
import io.acuity.networks.sr3.StepTerms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each option of the objective changes what it should. */
class NoiseOptionsTest {
    private static final int SIDE = 16;
    private static final int FRAME = 3 * SIDE * SIDE;
    private static final int BATCH = 4;

    private final GaussianSchedule schedule = GaussianSchedule.of(BetaCurve.COSINE, 20, 0, 0);
    private final List<Frame> frames = List.of(frame(1), frame(2));

    @TempDir
    private Path folder;

    @Test
    void withoutOptionsEachFrameHasItsOwnStepAndNoise() {
        NoiseObjective.Sample sample = draw(NoiseOptions.PLAIN, 1);
        assertThat(Arrays.stream(steps(sample)).distinct().count()).isGreaterThan(1);
        assertThat(part(sample.target(), 0)).isNotEqualTo(part(sample.target(), 1));
        assertThat(sample.image()).isEmpty();
    }

    @Test
    void sharedStepIsOneForTheBatchAndLevelsWithinItAreNot() {
        // given
        NoiseOptions options = with(ChainDomain.IMAGE, Prediction.NOISE, true, false, false);
        for (int step = 0; step < 20; step++) {
            // when
            NoiseObjective.Sample sample = draw(options, step);
            // then
            assertThat(Arrays.stream(steps(sample)).distinct()).hasSize(1);
            assertThat(sample.levels()[0]).isNotEqualTo(sample.levels()[1]);
            assertThat(part(sample.target(), 0)).isNotEqualTo(part(sample.target(), 1));
        }
        assertThat(steps(draw(options, 1))[0]).isNotEqualTo(steps(draw(options, 2))[0]);
    }

    @Test
    void sharedNoiseIsOneForTheBatchAndAnotherInTheNext() {
        // given
        NoiseOptions options = with(ChainDomain.IMAGE, Prediction.NOISE, false, true, false);
        // when
        NoiseObjective.Sample sample = draw(options, 1);
        // then
        assertThat(part(sample.target(), 0)).isEqualTo(part(sample.target(), 3));
        assertThat(Arrays.stream(steps(sample)).distinct().count()).isGreaterThan(1);
        assertThat(draw(options, 2).target()).isNotEqualTo(sample.target());
    }

    @Test
    void theLastIntervalIsNeverDrawnIfExcluded() {
        // given
        NoiseOptions all = NoiseOptions.PLAIN;
        NoiseOptions excluded = with(ChainDomain.IMAGE, Prediction.NOISE, false, false, true);
        // when, then
        assertThat(drawnSteps(all)).contains(19);
        assertThat(drawnSteps(excluded)).doesNotContain(19).contains(18, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new NoiseObjective(GaussianSchedule.of(new double[] {0.5}), Masking.OFF, excluded, false))
                .withMessageContaining("nothing to train");
    }

    @Test
    void targetsAreNoiseCleanImageOrResidual() {
        // given the same draw
        NoiseObjective.Sample noise = draw(NoiseOptions.PLAIN, 3);
        NoiseObjective.Sample clean = draw(with(ChainDomain.IMAGE, Prediction.CLEAN, false, false, false), 3);
        NoiseObjective.Sample rest = draw(with(ChainDomain.IMAGE, Prediction.RESIDUAL, false, false, false), 3);
        // then
        assertThat(clean.x()).isEqualTo(noise.x());
        for (int i = 0; i < FRAME; i++) {
            double level = noise.levels()[0];
            double state = noise.x()[FRAME + i];
            assertThat((double) clean.target()[i])
                    .isCloseTo((state - Math.sqrt(1 - level * level) * noise.target()[i]) / level, within(1e-3));
            assertThat(rest.target()[i]).isCloseTo(clean.target()[i] - noise.x()[i], within(1e-6f));
        }
    }

    @Test
    void statesOfTheResidualDomainAreNoisyResiduals() {
        // given
        NoiseObjective.Sample image = draw(with(ChainDomain.IMAGE, Prediction.RESIDUAL, false, false, false), 3);
        NoiseObjective.Sample residual = draw(with(ChainDomain.RESIDUAL, Prediction.CLEAN, false, false, false), 3);
        // then: the same image given, the same target, and a state that lacks the image
        assertThat(residual.target()).isEqualTo(image.target());
        assertThat(part(residual.x(), 0)).isEqualTo(part(image.x(), 0));
        for (int i = 0; i < FRAME; i++) {
            assertThat(residual.x()[FRAME + i])
                    .isCloseTo(image.x()[FRAME + i] - image.levels()[0] * image.x()[i], within(1e-5f));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(ChainDomain.RESIDUAL, Prediction.RESIDUAL, false, false, false));
    }

    @Test
    void theBoundIsOfWholeSteps() {
        // given
        NoiseObjective objective = new NoiseObjective(schedule, Masking.OFF, NoiseOptions.PLAIN, true);
        // when
        NoiseObjective.Sample sample = objective.draw(frames, BATCH, 1, 2);
        // then
        for (int n = 0; n < BATCH; n++) {
            int index = steps(sample)[n];
            assertThat(sample.levels()[n]).isEqualTo((float) schedule.noiseLevel(index));
            assertThat(Arrays.copyOfRange(sample.steps(), n * StepTerms.COUNT, (n + 1) * StepTerms.COUNT))
                    .isEqualTo(StepTerms.of(schedule, Prediction.NOISE, index));
        }
        assertThat(sample.image()).hasSize(BATCH * FRAME);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new NoiseObjective(schedule, new Masking(true, 0.2, true, false), NoiseOptions.PLAIN, true))
                .withMessageContaining("not with both");
    }

    @Test
    void ratesGoByTheirCurves() {
        assertThat(settings(640, RateCurve.CONSTANT).rateAt(0)).isEqualTo(1e-3);
        assertThat(settings(640, RateCurve.WARM_UP).rateAt(0)).isEqualTo(1e-6, within(1e-12));
        assertThat(settings(640, RateCurve.WARM_UP).rateAt(5)).isEqualTo(0.5005e-3, within(1e-9));
        assertThat(settings(640, RateCurve.WARM_UP).rateAt(10)).isEqualTo(1e-3);
        assertThat(settings(640, RateCurve.COSINE).rateAt(639)).isLessThan(1.1e-4);
    }

    @Test
    void everythingTogetherLearnsAndIsSampled() throws IOException {
        // given SR4's network with a learned variance, on residuals
        Sr3UNet network = Sr3UNet.rgb(8, List.of(1, 2), 1, List.of(8), SIDE)
                .with(new Sr3Options(2, new LrInjection(Fusion.ADD, Bridge.SMALL, 8), true, true));
        NoiseOptions options =
                new NoiseOptions(ChainDomain.RESIDUAL, Prediction.NOISE, ErrorNorm.L2, true, false, true);
        List<Float> losses = new ArrayList<>();
        // when
        new FrameTraining(
                        network,
                        new NoiseObjective(schedule, Masking.OFF, options, true),
                        new FrameTrainingSettings(60, BATCH, 4e-3, 1e-4, 1, ScalarType.FLOAT32, RateCurve.WARM_UP),
                        folder)
                .run(frames, (step, loss, rate) -> losses.add(loss));
        // then
        assertThat(mean(losses.subList(45, 60))).isLessThan(0.8 * mean(losses.subList(0, 15)));
        GaussianProcess process =
                new GaussianProcess(schedule.spaced(5), Prediction.NOISE, true, new ReverseRule.Learned());
        byte[] weights = Files.readAllBytes(folder.resolve(FrameTraining.WEIGHTS));
        try (Sr3Denoiser denoiser = Sr3Denoiser.load(
                network, Safetensors.parse(weights, "test").tensors(), process.schedule(), ScalarType.FLOAT32)) {
            FrameScore residual = score(denoiser, process, ChainDomain.RESIDUAL);
            FrameScore image = score(denoiser, process, ChainDomain.IMAGE);
            assertThat(residual.psnr()).isFinite().isNotEqualTo(image.psnr());
            assertThat(residual.consistency()).isPositive();
            assertThat(residual.psnrY()).isPositive();
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> new FrameEvaluation(denoiser, process, Masking.OFF, LowResNoise.STEP, 1).covered(2))
                    .withMessageContaining("whole frames");
        }
    }

    @Test
    void injectedNetworksBeginAsPlainOnes() throws IOException {
        // given one step at a rate that moves nothing
        Sr3UNet plain = Sr3UNet.rgb(8, List.of(1, 2), 1, List.of(8), SIDE);
        Sr3UNet added = plain.with(new Sr3Options(1, new LrInjection(Fusion.ADD, Bridge.LARGE, 8), false, false));
        List<Float> losses = new ArrayList<>();
        // when
        for (Sr3UNet network : List.of(plain, added)) {
            new FrameTraining(
                            network,
                            new NoiseObjective(schedule, Masking.OFF),
                            settings(1, RateCurve.CONSTANT),
                            folder.resolve("" + losses.size()))
                    .run(frames, (step, loss, rate) -> losses.add(loss));
        }
        // then
        assertThat(losses.get(1)).isEqualTo(losses.get(0));
    }

    private FrameScore score(Sr3Denoiser denoiser, GaussianProcess process, ChainDomain domain) {
        return FrameScore.mean(
                "mean",
                new FrameEvaluation(
                                denoiser, new FrameEvaluation.Chain(process, domain), Masking.OFF, LowResNoise.STEP, 1)
                        .run(frames).stream().map(FrameEvaluation.Result::score).toList());
    }

    private static FrameTrainingSettings settings(int steps, RateCurve curve) {
        return new FrameTrainingSettings(steps, 2, 1e-3, 0, 1, ScalarType.FLOAT32, curve);
    }

    private static NoiseOptions with(
            ChainDomain domain, Prediction target, boolean sharedStep, boolean sharedNoise, boolean lastExcluded) {
        return new NoiseOptions(domain, target, ErrorNorm.L1, sharedStep, sharedNoise, lastExcluded);
    }

    private NoiseObjective.Sample draw(NoiseOptions options, long step) {
        return new NoiseObjective(schedule, Masking.OFF, options, false).draw(frames, BATCH, 1, step);
    }

    private List<Integer> drawnSteps(NoiseOptions options) {
        List<Integer> drawn = new ArrayList<>();
        for (int step = 0; step < 60; step++) {
            Arrays.stream(steps(draw(options, step))).forEach(drawn::add);
        }
        return drawn;
    }

    /** The steps whose intervals the noise levels lie in. */
    private int[] steps(NoiseObjective.Sample sample) {
        int[] steps = new int[sample.levels().length];
        for (int n = 0; n < steps.length; n++) {
            while ((float) schedule.noiseLevel(steps[n]) > sample.levels()[n]) {
                steps[n]++;
            }
        }
        return steps;
    }

    private static float[] part(float[] values, int n) {
        return Arrays.copyOfRange(values, n * FRAME, (n + 1) * FRAME);
    }

    private static double mean(List<Float> values) {
        return values.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
    }

    private static Frame frame(int seed) {
        FloatImage clean = FloatImage.zeros(3, SIDE, SIDE);
        FloatImage upsampled = FloatImage.zeros(3, SIDE, SIDE);
        FloatImage attention = FloatImage.zeros(1, SIDE, SIDE);
        for (int i = 0; i < clean.values().length; i++) {
            upsampled.values()[i] = (float) Math.sin(0.05 * i + seed);
            clean.values()[i] = Math.clamp(upsampled.values()[i] + 0.2f * (float) Math.cos(1.7 * i), -1f, 1f);
        }
        return new Frame("frame " + seed, clean, upsampled, FloatImage.zeros(3, SIDE / 4, SIDE / 4), attention);
    }
}
