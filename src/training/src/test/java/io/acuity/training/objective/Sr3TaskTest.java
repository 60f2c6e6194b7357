package io.acuity.training.objective;

import static io.acuity.training.objective.Sr3Fixture.BATCH;
import static io.acuity.training.objective.Sr3Fixture.PATCH;
import static io.acuity.training.objective.Sr3Fixture.plan;
import static io.acuity.training.objective.Sr3Fixture.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.diffusion.codec.PixelUnshuffle;
import io.acuity.diffusion.frame.FrameChain;
import io.acuity.diffusion.frame.FrameModel;
import io.acuity.diffusion.gaussian.Prediction;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Plane;
import io.acuity.networks.Precision;
import io.acuity.networks.WholeImageModels;
import io.acuity.networks.sr3.ErrorNorm;
import io.acuity.training.Sr3Plan;
import io.acuity.training.data.PatchBatch;
import io.acuity.training.frames.NoiseObjective;
import io.acuity.training.loop.TrainingState;
import io.acuity.training.loop.TrainingTask.Moment;
import io.acuity.training.sr3.Sr3Choices.Mask;
import io.acuity.training.sr3.Sr3Choices.Objective;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SR3's objectives on patches of the trainer. */
class Sr3TaskTest {
    private static final int FRAME = 3 * 16 * PATCH * PATCH;
    private static final Mask EDGES = new Mask("edges", 0.2, null, null);

    @TempDir
    Path folder;

    private Sr3Fixture fixture;
    private PatchBatch batch;

    @BeforeEach
    void draw() throws IOException {
        fixture = new Sr3Fixture(folder);
        batch = fixture.batch(0);
    }

    @Test
    void framesAreThePatchesInPixels() {
        // given
        NoiseObjective.Sample sample = sample(plan(predicting(Prediction.CLEAN)), 0);
        // then: the upsampled patch first, the clean one asked for, none turned once more
        for (int n = 0; n < BATCH; n++) {
            assertThat(part(sample.target(), n, 1)).isEqualTo(pixels(batch.clean(), n));
            assertThat(Arrays.copyOf(part(sample.x(), n, 2), FRAME)).isEqualTo(pixels(batch.upsampled(), n));
        }
    }

    @Test
    void eachObjectiveAsksForItsOwn() {
        // given the same patches and moment
        NoiseObjective.Sample noise = sample(plan(predicting(Prediction.NOISE)), 3);
        NoiseObjective.Sample clean = sample(plan(predicting(Prediction.CLEAN)), 3);
        NoiseObjective.Sample rest = sample(plan(predicting(Prediction.RESIDUAL)), 3);
        NoiseObjective.Sample domain = sample(plan(objective(null, null, true, null)), 3);
        NoiseObjective.Sample hybrid = sample(plan(objective(null, null, null, true)), 3);
        // then
        assertThat(clean.x()).isEqualTo(noise.x());
        assertThat(rest.x()).isEqualTo(noise.x());
        double level = noise.levels()[1];
        for (int i = 0; i < FRAME; i++) {
            float image = part(clean.target(), 1, 1)[i];
            float upsampled = part(noise.x(), 1, 2)[i];
            float drawn = part(noise.target(), 1, 1)[i];
            assertThat(part(rest.target(), 1, 1)[i]).isEqualTo(image - upsampled, within(1e-6f));
            assertThat((double) part(noise.x(), 1, 2)[FRAME + i])
                    .isEqualTo(level * image + Math.sqrt(1 - level * level) * drawn, within(1e-4));
            assertThat((double) part(domain.x(), 1, 2)[FRAME + i])
                    .isEqualTo(level * (image - upsampled) + Math.sqrt(1 - level * level) * drawn, within(1e-4));
        }
        assertThat(noise.image()).isEmpty();
        assertThat(hybrid.image()).isEqualTo(clean.target());
        assertThat(hybrid.steps()).isNotEmpty();
    }

    @Test
    void masksComeFromThePatchItself() {
        // given
        NoiseObjective.Sample sample = sample(plan(predicting(Prediction.NOISE), EDGES), 2);
        NoiseObjective.Sample full = sample(plan(predicting(Prediction.NOISE), new Mask("edges", 0.2, true, true)), 2);
        // then: some pixels count, others do not and are hidden
        int plane = FRAME / 3;
        int hidden = 0;
        for (int n = 0; n < BATCH; n++) {
            float[] x = part(sample.x(), n, 2);
            for (int p = 0; p < plane; p++) {
                if (sample.weight()[n * plane + p] == 0) {
                    hidden++;
                    assertThat(x[FRAME + p]).isZero();
                }
            }
        }
        assertThat(hidden).isBetween(1, BATCH * plane - 1);
        // and: unless the whole state is shown, and the mean is one over what counts
        assertThat(full.x()).isNotEqualTo(sample.x());
        double sum = 0;
        for (float weight : full.weight()) {
            sum += weight;
        }
        assertThat(sum / full.weight().length).isEqualTo(1, within(1e-4));
    }

    @Test
    void materialIsAFunctionOfSeedStepAndPatches() {
        // given
        Sr3Plan plan = plan(predicting(Prediction.NOISE));
        // then
        assertThat(sample(plan, 5).x()).isEqualTo(sample(plan, 5).x());
        assertThat(sample(plan, 5).x()).isNotEqualTo(sample(plan, 6).x());
        try (Sr3Task task = task(plan)) {
            assertThat(task.sample(batch, new Moment(2, 5)).x())
                    .isNotEqualTo(sample(plan, 5).x());
        }
    }

    @Test
    void eachObjectiveHasALossOfItsOwn() throws IOException {
        // given
        Map<String, Float> losses = new LinkedHashMap<>();
        // when: one step of each
        for (String name : List.of("noise", "squared", "clean", "residual", "residuals", "hybrid", "masked")) {
            fixture.train(named(name), 1, null, (step, loss, rate) -> losses.put(name, loss));
        }
        // then
        assertThat(losses.values()).doesNotHaveDuplicates().allMatch(loss -> Float.isFinite(loss));
    }

    @ParameterizedTest
    @ValueSource(strings = {"noise", "hybrid", "masked"})
    void theLossFalls(String name) throws IOException {
        // given
        List<Float> losses = new ArrayList<>();
        // when
        fixture.train(named(name), 40, null, (step, loss, rate) -> losses.add(loss));
        // then
        assertThat(mean(losses.subList(30, 40))).isLessThan(0.8 * mean(losses.subList(0, 10)));
    }

    @Test
    void anInterruptedRunEndsWithTheSameBytes() throws IOException {
        // given
        Sr3Plan plan = named("masked");
        TrainingState unbroken = fixture.train(plan, 8, null, (step, loss, rate) -> {});
        // when
        TrainingState half = fixture.train(plan, 3, null, (step, loss, rate) -> {});
        TrainingState whole = fixture.train(plan, 8, half, (step, loss, rate) -> {});
        // then
        assertThat(whole.arrays().encode()).isEqualTo(unbroken.arrays().encode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"clean", "residuals", "hybrid", "masked"})
    void theBundleIsOneThatWorkersServe(String name) throws IOException {
        // given
        fixture.bundle(named(name), 2).write(folder.resolve("bundle"));
        // when: read again and sampled in fewer steps
        ModelBundle bundle = ModelBundle.read(folder.resolve("bundle"));
        FloatImage result;
        int steps;
        try (FrameModel model = WholeImageModels.load(bundle, Precision.FP32)) {
            steps = model.steps();
            FrameChain chain = model.withSteps(5).begin(LowRes.grey(new Plane(9, 7)), 1);
            for (int i = 0; i < 5; i++) {
                chain.step();
            }
            result = chain.result();
        }
        // then
        assertThat(steps).isEqualTo(25);
        assertThat(result.height()).isEqualTo(28);
        assertThat(result.width()).isEqualTo(36);
        JsonNode process =
                Objects.requireNonNull(bundle.description().wholeImage()).process();
        assertThat(process.path("domain").asText()).isEqualTo(name.equals("residuals") ? "residual" : "image");
        assertThat(process.path("prediction").asText()).isEqualTo(name.equals("clean") ? "clean" : "noise");
        assertThat(process.path("variance").asText()).isEqualTo(name.equals("hybrid") ? "learned" : "");
        assertThat(process.path("masked_input").asBoolean()).isEqualTo(name.equals("masked"));
        JsonNode notes = Objects.requireNonNull(bundle.description().training()).path("objective");
        assertThat(notes.path("attention").asText()).isEqualTo(name.equals("masked") ? "edges" : "none");
    }

    private static Sr3Plan named(String name) {
        return switch (name) {
            case "noise" -> plan(predicting(Prediction.NOISE));
            case "squared" -> plan(objective(null, ErrorNorm.L2, null, null));
            case "clean" -> plan(predicting(Prediction.CLEAN));
            case "residual" -> plan(predicting(Prediction.RESIDUAL));
            case "residuals" -> plan(objective(null, null, true, null));
            case "hybrid" -> plan(objective(null, null, null, true));
            case "masked" -> plan(predicting(Prediction.NOISE), EDGES);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Objective predicting(Prediction prediction) {
        return objective(prediction, null, null, null);
    }

    private static Objective objective(
            @Nullable Prediction predict,
            @Nullable ErrorNorm norm,
            @Nullable Boolean residual,
            @Nullable Boolean learned) {
        return new Objective(predict, norm, residual, learned, null, null, null);
    }

    private NoiseObjective.Sample sample(Sr3Plan plan, long step) {
        try (Sr3Task task = task(plan)) {
            return task.sample(batch, new Moment(1, step));
        }
    }

    private static float[] pixels(float[] latents, int n) {
        FloatImage latent = new FloatImage(48, PATCH, PATCH, part(latents, n, 1));
        return new PixelUnshuffle(4).decode(latent).values();
    }

    private static float[] part(float[] values, int n, int frames) {
        return Arrays.copyOfRange(values, n * frames * FRAME, (n + 1) * frames * FRAME);
    }

    private static double mean(List<Float> values) {
        return values.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
    }
}
