package io.acuity.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.diffusion.Target;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.residualshift.ResidualCnn;
import io.acuity.training.data.PatchBatch;
import io.acuity.training.data.PatchPlan;
import io.acuity.training.data.PatchSource;
import io.acuity.training.data.StoredImages;
import io.acuity.training.data.StoredPatches;
import io.acuity.training.objective.ShiftTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingLoopTest {
    @TempDir
    Path folder;

    private StoredImages images;

    @BeforeEach
    void draw() {
        images = new StoredImages(folder, 4, 96);
    }

    @ParameterizedTest
    @CsvSource({"1, 0, RESIDUAL", "3, 0, CLEAN", "3, 0, PREVIOUS", "3, 2, RESIDUAL", "3, 2, PREVIOUS"})
    void theLossFalls(int steps, double kappa, Target target) throws IOException {
        // given
        List<Float> losses = new ArrayList<>();

        // when
        try (ShiftTask task = task(steps, kappa, target);
                TrainingLoop loop = loop(task, 60, null);
                PatchSource source = source()) {
            loop.run(source, 60, (step, loss, rate) -> losses.add(loss));
        }

        // then
        assertThat(mean(losses.subList(50, 60))).isLessThan(0.9 * mean(losses.subList(0, 10)));
    }

    @ParameterizedTest
    @EnumSource(OptimizerSettings.Kind.class)
    void anInterruptedRunEndsWithTheSameWeights(OptimizerSettings.Kind kind) throws IOException {
        // given
        OptimizerSettings optimizer = new OptimizerSettings(kind, 0.9, 0.999, 0.01, 0.9, 1);
        TrainingState unbroken = train(optimizer, 12, null);

        // when: stopped after five steps, and taken up by another loop
        TrainingState half = train(optimizer, 5, null);
        TrainingState whole = train(optimizer, 12, half);

        // then
        assertThat(whole.arrays().encode()).isEqualTo(unbroken.arrays().encode());
        assertThat(whole.step()).isEqualTo(12);
    }

    @Test
    void stepsBackFromALossThatIsNoNumberAndGoesOn() throws IOException {
        // given: patches that turn to nothing in the fourth step, once
        List<Integer> back = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onStep(int step, float loss, double rate) {
                rates.add(rate);
            }

            @Override
            public void onStepBack(int failed, int resumed) {
                back.add(failed);
                back.add(resumed);
            }
        };

        // when
        try (ShiftTask task = task(1, 0, Target.RESIDUAL);
                TrainingLoop loop = loop(task, 6, null);
                PatchSource source = spoilt(3)) {
            loop.run(source, 6, listener);

            // then
            assertThat(back).containsExactly(4, 0);
            assertThat(rates).hasSize(3 + 6);
            assertThat(rates.get(3)).isEqualTo(rates.get(0) / 2);
            assertThat(loop.averagedWeights().tensors().values())
                    .allSatisfy(tensor ->
                            assertThat(Arrays.stream(boxed(tensor.floats()))).allMatch(Float::isFinite));
        }
    }

    @Test
    void givesUpWhenNothingHelps() throws IOException {
        // given
        try (ShiftTask task = task(1, 0, Target.RESIDUAL);
                TrainingLoop loop = loop(task, 6, null);
                PatchSource source = spoilt(-1)) {
            // then
            assertThatThrownBy(() -> loop.run(source, 6, (step, loss, rate) -> {}))
                    .isInstanceOf(DivergedException.class)
                    .hasMessageContaining("lower learning rate");
        }
    }

    @Test
    void refusesTheStateOfAnotherNetwork() throws IOException {
        // given
        TrainingState state = train(OptimizerSettings.DEFAULT, 1, null);

        // then
        try (ShiftTask other = new ShiftTask(
                new ResidualCnn(16, 1, 1, 4), process(1, 0, Target.RESIDUAL), ScalarType.FLOAT32, Map.of())) {
            assertThatThrownBy(() -> loop(other, 2, state).close()).isInstanceOf(CorruptCheckpointException.class);
        }
    }

    @Test
    void keepsNotesWithItsState() throws IOException {
        // given
        try (ShiftTask task = task(1, 0, Target.RESIDUAL);
                TrainingLoop loop = loop(task, 1, null)) {
            // when
            loop.note(Map.of("samples", "three"));

            // then
            assertThat(loop.state().note("samples")).isEqualTo("three");
            assertThat(loop.state().note("others")).isEmpty();
        }
    }

    private TrainingState train(OptimizerSettings optimizer, int until, @Nullable TrainingState from)
            throws IOException {
        TrainingSettings settings = settings(12, optimizer);
        try (ShiftTask task = task(1, 0, Target.RESIDUAL);
                TrainingLoop loop = new TrainingLoop(settings, task, from, folder.resolve("state"), Map.of());
                PatchSource source = source()) {
            loop.run(source, until, (step, loss, rate) -> {});
            return loop.state();
        }
    }

    private TrainingLoop loop(ShiftTask task, int steps, @Nullable TrainingState from) throws IOException {
        return new TrainingLoop(
                settings(steps, new OptimizerSettings(OptimizerSettings.Kind.ADAMW, 0.9, 0.999, 0, 0.9, 1)),
                task,
                from,
                folder.resolve("state"),
                Map.of());
    }

    private static TrainingSettings settings(int steps, OptimizerSettings optimizer) {
        return new TrainingSettings(
                steps, 4, 8, new RateSchedule(2e-3, 5, RateSchedule.Decay.COSINE), optimizer, 1, ScalarType.FLOAT32);
    }

    private static ShiftTask task(int steps, double kappa, Target target) {
        return new ShiftTask(
                new ResidualCnn(8, 1, steps, 4), process(steps, kappa, target), ScalarType.FLOAT32, Map.of());
    }

    private static ShiftProcess process(int steps, double kappa, Target target) {
        return ShiftProcess.of(ShiftSchedule.resShift(steps, 0.2, 0.99, 0.3, kappa), target);
    }

    private PatchSource source() throws IOException {
        return new StoredPatches(images.store(Long.MAX_VALUE), images.manifest(), new PatchPlan(4, 8, 1));
    }

    /** Patches without numbers at a step before anything was stepped back, or always with a negative step. */
    private PatchSource spoilt(int at) throws IOException {
        PatchSource good = source();
        return new PatchSource() {
            @Override
            public void draw(PatchBatch batch, long step, int setbacks) {
                good.draw(batch, step, setbacks);
                if (at < 0 || (step == at && setbacks == 0)) {
                    Arrays.fill(batch.clean(), Float.NaN);
                }
            }

            @Override
            public int scale() {
                return good.scale();
            }

            @Override
            public void close() {
                good.close();
            }
        };
    }

    private static Float[] boxed(float[] values) {
        Float[] boxed = new Float[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = values[i];
        }
        return boxed;
    }

    private static double mean(List<Float> values) {
        return values.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
    }
}
