package io.acuity.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.acuity.trainer.TrainerSettings;
import io.acuity.training.TrainingPlan;
import io.acuity.training.loop.RateSchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerConfigTest {
    private static final String LEAST = """
            kafka: {bootstrap: "127.0.0.1:9092"}
            blobs: file:///tmp/blobs
            folder: /tmp/trainer
            run: night-1
            dataset: photos
            """;

    @TempDir
    Path folder;

    @Test
    void theLeastIsEnoughForTheShippedModel() throws IOException {
        // when
        TrainerSettings settings = read(LEAST).settings("test");

        // then
        assertThat(settings.run().model()).isEqualTo("acuity-s-x4");
        assertThat(settings.training().steps()).isEqualTo(TrainerDefaults.STEPS);
        assertThat(settings.training().rate().decay()).isEqualTo(RateSchedule.Decay.COSINE);
        assertThat(settings.images().degradation()).isEqualTo(TrainerSettings.Degradation.BICUBIC);
    }

    @Test
    void saysWhatItIsTold() throws IOException {
        // when
        TrainerSettings settings = read(LEAST + """
                        degradation: blind
                        store-gib: 0.5
                        network: {family: masked_shift, width: 32, trunk-blocks: 3}
                        chain: {steps: 8, kappa: 0.1}
                        training: {steps: 500, patch: 24, rate: 2e-4, decay: constant, optimizer: adam, warm-up: 7}
                        checkpoints: {every: 100}
                        """).settings("test");

        // then
        assertThat(settings.plan().family()).isEqualTo(TrainingPlan.Family.MASKED_SHIFT);
        assertThat(settings.plan().width()).isEqualTo(32);
        assertThat(settings.plan().trunkBlocks()).isEqualTo(3);
        assertThat(settings.plan().chainSteps()).isEqualTo(8);
        assertThat(settings.training().rate()).isEqualTo(new RateSchedule(2e-4, 7, RateSchedule.Decay.CONSTANT));
        assertThat(settings.images().storeBytes()).isEqualTo(1L << 29);
        assertThat(settings.checkpoints().every()).isEqualTo(100);
    }

    @Test
    void namesAKeyThatIsNotKnown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(LEAST + "learning-rate: 3\n"))
                .withMessageContaining("learning-rate")
                .withMessageContaining("training");
    }

    @Test
    void namesAKeyThatIsMissing() throws IOException {
        // given
        TrainerConfig config = read(LEAST.replace("dataset: photos\n", ""));

        // then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.settings("test"))
                .withMessageContaining("lacks dataset");
    }

    @Test
    void refusesNumbersThatMakeNoTraining() throws IOException {
        // given
        TrainerConfig config = read(LEAST + "training: {steps: 0}\n");

        // then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.settings("test"))
                .withMessageContaining("step");
    }

    private TrainerConfig read(String yaml) throws IOException {
        return TrainerConfig.read(Files.writeString(folder.resolve("trainer.yaml"), yaml));
    }
}
