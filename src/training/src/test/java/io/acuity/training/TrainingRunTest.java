package io.acuity.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.diffusion.Target;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.residualshift.ResidualCnn;
import io.acuity.training.data.DrawnImages;
import io.acuity.training.data.TrainingFiles;
import io.acuity.training.data.TrainingSet;
import io.acuity.training.loop.TrainingSettings;
import io.acuity.training.objective.ShiftTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingRunTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"1, 0, RESIDUAL", "3, 0, CLEAN", "3, 0, PREVIOUS", "3, 2, RESIDUAL", "3, 2, PREVIOUS"})
    void theLossFalls(int steps, double kappa, Target target) throws IOException {
        // given
        List<Float> losses = new ArrayList<>();

        // when
        run(steps, kappa, target, 60, losses, "out");

        // then
        assertThat(mean(losses.subList(50, 60))).isLessThan(0.9 * mean(losses.subList(0, 10)));
    }

    @Test
    void equalSettingsGiveEqualWeights() throws IOException {
        // when
        ModelBundle first = run(1, 0, Target.RESIDUAL, 5, new ArrayList<>(), "first");
        ModelBundle second = run(1, 0, Target.RESIDUAL, 5, new ArrayList<>(), "second");

        // then
        assertThat(second.sha256()).isEqualTo(first.sha256());
        assertThat(ModelBundle.read(folder.resolve("first")).sha256()).isEqualTo(first.sha256());
    }

    private ModelBundle run(int steps, double kappa, Target target, int updates, List<Float> losses, String out)
            throws IOException {
        ShiftSchedule schedule = ShiftSchedule.resShift(steps, 0.2, 0.99, 0.3, kappa);
        TrainingSettings settings = new TrainingSettings("test", updates, 4, 8, 2e-3, 5, 0.9, 1, ScalarType.FLOAT32);
        TrainingSet images = TrainingSet.read(
                TrainingFiles.below(DrawnImages.in(folder.resolve("images"), 4, 96))
                        .training(),
                4,
                8);
        try (ShiftTask task =
                new ShiftTask(new ResidualCnn(8, 1, steps, 4), ShiftProcess.of(schedule, target), ScalarType.FLOAT32)) {
            return new TrainingRun(settings, task, images, folder.resolve(out))
                    .execute((step, loss) -> losses.add(loss));
        }
    }

    private static double mean(List<Float> values) {
        return values.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
    }
}
