package io.acuity.training.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.diffusion.gaussian.BetaCurve;
import io.acuity.diffusion.gaussian.GaussianProcess;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.diffusion.mask.LowResNoise;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.sr3.Sr3Denoiser;
import io.acuity.networks.sr3.Sr3UNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameTrainingTest {
    private static final int SIDE = 16;

    private final Sr3UNet network = Sr3UNet.rgb(8, List.of(1, 2), 1, List.of(), SIDE);
    private final GaussianSchedule schedule = GaussianSchedule.of(BetaCurve.LINEAR.rescaled(20, 1e-6, 1e-2, 2000));
    private final List<Frame> frames = List.of(frame(1), frame(2));

    @TempDir
    private Path folder;

    @Test
    void learnsToFindTheNoise() throws IOException {
        // given
        NoiseObjective objective = new NoiseObjective(schedule, Masking.OFF);
        List<Float> losses = new ArrayList<>();
        // when
        new FrameTraining(network, objective, settings(120), folder)
                .run(frames, (step, loss, rate) -> losses.add(loss));
        // then
        assertThat(mean(losses.subList(100, 120))).isLessThan(0.7 * mean(losses.subList(0, 20)));
    }

    @Test
    void goesOnWhereItStopped() throws IOException {
        // given a run that was saved and begins again with more steps
        NoiseObjective objective = new NoiseObjective(schedule, new Masking(true, 0.2, true, false));
        new FrameTraining(network, objective, settings(3), folder).run(frames, (step, loss, rate) -> {});
        List<Integer> steps = new ArrayList<>();
        // when
        new FrameTraining(network, objective, settings(5), folder).run(frames, (step, loss, rate) -> steps.add(step));
        // then
        assertThat(steps).containsExactly(4, 5);
        byte[] done = Files.readAllBytes(folder.resolve(FrameTraining.WEIGHTS));
        new FrameTraining(network, objective, settings(5), folder).run(frames, (step, loss, rate) -> {
            throw new AssertionError("Nothing was left to do.");
        });
        assertThat(Files.readAllBytes(folder.resolve(FrameTraining.WEIGHTS))).isEqualTo(done);
    }

    @Test
    void masksWeightErrorsAndHideStates() {
        // given a map of ones on the left and zeros on the right
        NoiseObjective all = new NoiseObjective(schedule, new Masking(true, 0, true, false));
        NoiseObjective masked = new NoiseObjective(schedule, new Masking(true, 0, true, true));
        int plane = SIDE * SIDE;
        // when
        NoiseObjective.Sample sample = all.draw(frames, 4, 1, 7);
        NoiseObjective.Sample spread = masked.draw(frames, 4, 1, 7);
        // then
        double sum = 0;
        for (int n = 0; n < 4; n++) {
            for (int i = 0; i < plane; i++) {
                float weight = sample.weight()[n * plane + i];
                assertThat(weight).isIn(0f, 1f);
                if (weight == 0) {
                    assertThat(sample.x()[(n * 6 + 4) * plane + i]).isZero();
                }
                sum += spread.weight()[n * plane + i];
            }
        }
        assertThat(sum / (4 * plane)).isEqualTo(1, within(1e-4));
        assertThat(sample.target()).isEqualTo(all.draw(frames, 4, 1, 7).target());
    }

    @Test
    void masksOffAreFullMasks() throws IOException {
        // given
        NoiseObjective objective = new NoiseObjective(schedule, Masking.OFF);
        new FrameTraining(network, objective, settings(2), folder).run(frames, (step, loss, rate) -> {});
        Path weights = folder.resolve(FrameTraining.WEIGHTS);
        GaussianProcess process = GaussianProcess.ancestral(schedule.spaced(5));
        try (Sr3Denoiser denoiser = Sr3Denoiser.load(
                network,
                Safetensors.parse(Files.readAllBytes(weights), "test").tensors(),
                process.schedule(),
                ScalarType.FLOAT32)) {
            // when
            List<FrameEvaluation.Result> off =
                    new FrameEvaluation(denoiser, process, Masking.OFF, LowResNoise.STEP, 3).run(frames);
            List<FrameEvaluation.Result> full = new FrameEvaluation(
                            denoiser, process, new Masking(true, 1, true, false), LowResNoise.MARGINAL, 3)
                    .run(frames);
            List<FrameEvaluation.Result> some = new FrameEvaluation(
                            denoiser, process, new Masking(true, 0.2, true, false), LowResNoise.MARGINAL, 3)
                    .run(frames);
            // then
            assertThat(off.get(1).image().values())
                    .isEqualTo(full.get(1).image().values());
            assertThat(off.get(0).score().refinedShare()).isEqualTo(1);
            assertThat(some.get(0).score().refinedShare()).isEqualTo(0.6, within(1e-9));
            assertThat(off.get(0).score().psnrMeans())
                    .isGreaterThanOrEqualTo(off.get(0).score().psnr() - 0.5);
        }
    }

    private static FrameTrainingSettings settings(int steps) {
        return new FrameTrainingSettings(steps, 2, 4e-3, 1e-4, 1, ScalarType.FLOAT32, RateCurve.COSINE);
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
        for (int i = 0; i < attention.values().length; i++) {
            attention.values()[i] = i % SIDE < SIDE / 2 ? 1f : 0f;
        }
        return new Frame("frame " + seed, clean, upsampled, FloatImage.zeros(3, SIDE / 4, SIDE / 4), attention);
    }
}
