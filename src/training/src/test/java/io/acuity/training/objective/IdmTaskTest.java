package io.acuity.training.objective;

import static io.acuity.training.objective.Sr3Fixture.BATCH;
import static io.acuity.training.objective.Sr3Fixture.PATCH;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription.WholeImage;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.frame.FrameChain;
import io.acuity.diffusion.frame.FrameModel;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Plane;
import io.acuity.networks.Precision;
import io.acuity.networks.WholeImageModels;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.idm.Guidance;
import io.acuity.training.IdmPlan;
import io.acuity.training.frames.Frame;
import io.acuity.training.idm.IdmPhases;
import io.acuity.training.idm.Magnifications;
import io.acuity.training.loop.TrainingState;
import io.acuity.training.loop.TrainingTask.Moment;
import io.acuity.training.sr3.Sr3Choices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** IDM's two phases on patches of the trainer. */
class IdmTaskTest {
    private static final Sr3Choices.Objective NOISE =
            new Sr3Choices.Objective(null, null, null, null, null, null, null);

    @TempDir
    Path folder;

    private Sr3Fixture fixture;

    @BeforeEach
    void draw() {
        fixture = new Sr3Fixture(folder);
    }

    @Test
    void magnificationsAreDrawnAfterTheFirstPhase() {
        // given
        IdmPhases phases = new IdmPhases(new Magnifications(1.5, 4), 3);
        // when
        List<Double> drawn = LongStream.range(0, 400)
                .mapToObj(step -> phases.at(new Moment(1, step)))
                .toList();
        // then
        assertThat(drawn.subList(0, 3)).containsOnly(4.0);
        assertThat(drawn.subList(3, 400)).doesNotHaveDuplicates().allMatch(s -> s >= 1.5 && s < 4);
        assertThat(drawn.subList(3, 400).stream().mapToDouble(s -> s).average().orElseThrow())
                .isBetween(2.65, 2.85);
        assertThat(phases.at(new Moment(1, 7))).isEqualTo(drawn.get(7));
        assertThat(phases.at(new Moment(2, 7))).isNotEqualTo(drawn.get(7));
    }

    @ParameterizedTest
    @CsvSource({"4, 8, 32", "2.7, 11, 30", "1.5, 21, 32", "3.3333, 9, 30"})
    void framesAreLargerThanTheirLowResolutionByTheMagnification(double magnification, int low, int high)
            throws IOException {
        try (IdmTask task = task(plan(Guidance.PYRAMID, 0))) {
            // when
            List<Frame> frames = task.frames(fixture.batch(0), magnification);
            // then
            assertThat(frames).hasSize(BATCH);
            for (Frame frame : frames) {
                assertThat(frame.lowRes().width()).isEqualTo(low);
                assertThat(frame.clean().width()).isEqualTo(high);
                assertThat(frame.upsampled().height()).isEqualTo(high);
                for (float value : frame.lowRes().values()) {
                    assertThat(value).isBetween(0f, 1f);
                    assertThat(Math.abs(value * 255 - Math.rint(value * 255))).isLessThan(1e-3);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradientsReachAllWeights(Guidance guidance) throws IOException {
        // given
        Map<String, Tensor> before =
                fixture.bundle(plan(guidance, 1), 0).weights().tensors();
        // when: a step of each phase
        Map<String, Tensor> after =
                fixture.bundle(plan(guidance, 1), 2).weights().tensors();
        // then
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after)
                .allSatisfy((name, tensor) -> assertThat(tensor.floats())
                        .as(name)
                        .isNotEqualTo(Objects.requireNonNull(before.get(name)).floats()));
        assertThat(after.keySet().stream().anyMatch(name -> name.startsWith("condition_")))
                .isEqualTo(guidance == Guidance.PYRAMID);
        assertThat(after.keySet().stream().anyMatch(name -> name.startsWith("encoder.")))
                .isNotEqualTo(guidance == Guidance.CONCAT);
    }

    @Test
    void theLossFalls() throws IOException {
        // given
        List<Float> losses = new ArrayList<>();
        // when
        fixture.train(plan(Guidance.PYRAMID, 20), 40, null, (step, loss, rate) -> losses.add(loss));
        // then
        assertThat(mean(losses.subList(30, 40))).isLessThan(0.8 * mean(losses.subList(0, 10)));
    }

    @Test
    void anInterruptedRunEndsWithTheSameBytes() throws IOException {
        // given: a run through both phases
        IdmPlan plan = plan(Guidance.PYRAMID, 3);
        TrainingState unbroken = fixture.train(plan, 6, null, (step, loss, rate) -> {});
        for (int stop : new int[] {2, 4}) {
            // when
            TrainingState half = fixture.train(plan, stop, null, (step, loss, rate) -> {});
            TrainingState whole = fixture.train(plan, 6, half, (step, loss, rate) -> {});
            // then
            assertThat(whole.arrays().encode()).isEqualTo(unbroken.arrays().encode());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theBundleIsOneThatWorkersServe(Guidance guidance) throws IOException {
        // given
        fixture.bundle(plan(guidance, 1), 2).write(folder.resolve("bundle"));
        // when
        ModelBundle bundle = ModelBundle.read(folder.resolve("bundle"));
        FloatImage result;
        try (FrameModel model = WholeImageModels.load(bundle, Precision.FP32)) {
            FrameChain chain = model.withSteps(5).begin(LowRes.grey(new Plane(9, 7)), 1);
            for (int i = 0; i < 5; i++) {
                chain.step();
            }
            result = chain.result();
        }
        // then
        assertThat(bundle.description().system()).isEqualTo("idm");
        assertThat(bundle.description().scale()).isEqualTo(4);
        assertThat(result.height()).isEqualTo(28);
        assertThat(result.width()).isEqualTo(36);
        WholeImage whole = Objects.requireNonNull(bundle.description().wholeImage());
        assertThat(whole.process().path("magnifications"))
                .map(JsonNode::asDouble)
                .containsExactly(1.5, 4.0);
        assertThat(whole.network().path("guidance").asText()).isEqualToIgnoringCase(guidance.name());
        JsonNode notes = Objects.requireNonNull(bundle.description().training()).path("objective");
        assertThat(notes.path("phaseOneSteps").asInt()).isOne();
    }

    @ParameterizedTest
    @EnumSource
    void oneBundleEnlargesByAnyMagnification(Guidance guidance) throws IOException {
        // given
        ModelBundle bundle = fixture.bundle(plan(guidance, 1), 2);
        try (FrameModel model = WholeImageModels.load(bundle, Precision.FP32)) {
            for (double magnification : new double[] {2.7, 5.3}) {
                // when
                FrameModel few = model.withMagnification(magnification, true).withSteps(3);
                FrameChain chain = few.begin(LowRes.grey(new Plane(9, 10)), 1);
                for (int i = 0; i < 3; i++) {
                    chain.step();
                }
                FloatImage result = chain.result();
                // then
                assertThat(result.height()).isEqualTo((int) Math.rint(10 * magnification));
                assertThat(result.width()).isEqualTo((int) Math.rint(9 * magnification));
                assertThat(result.values()[7]).isFinite();
            }
        }
    }

    private static IdmTask task(IdmPlan plan) {
        return (IdmTask) plan.open(PATCH, ScalarType.FLOAT32);
    }

    private static IdmPlan plan(Guidance guidance, int firstSteps) {
        return new IdmPlan(
                Sr3Fixture.plan(NOISE),
                new IdmPlan.Encoder(guidance, 1, 8),
                new IdmPhases(new Magnifications(1.5, 4), firstSteps));
    }

    private static double mean(List<Float> values) {
        return values.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
    }
}
