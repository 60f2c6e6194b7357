package io.acuity.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.acuity.diffusion.gaussian.ChainDomain;
import io.acuity.diffusion.gaussian.Prediction;
import io.acuity.networks.idm.Guidance;
import io.acuity.networks.sr3.ErrorNorm;
import io.acuity.networks.sr3.LrInjection;
import io.acuity.trainer.TrainerSettings;
import io.acuity.training.IdmPlan;
import io.acuity.training.ShiftPlan;
import io.acuity.training.Sr3Plan;
import io.acuity.training.TrainingPlan;
import io.acuity.training.frames.NoiseOptions;
import io.acuity.training.idm.IdmPhases;
import io.acuity.training.idm.Magnifications;
import io.acuity.training.loop.RateSchedule;
import io.acuity.training.sr3.Sr3Variant;
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
        ShiftPlan plan = (ShiftPlan) settings.plan();
        assertThat(plan.width()).isEqualTo(32);
        assertThat(plan.trunkBlocks()).isEqualTo(3);
        assertThat(settings.plan().chainSteps()).isEqualTo(8);
        assertThat(settings.training().rate()).isEqualTo(new RateSchedule(2e-4, 7, RateSchedule.Decay.CONSTANT));
        assertThat(settings.images().storeBytes()).isEqualTo(1L << 29);
        assertThat(settings.checkpoints().every()).isEqualTo(100);
    }

    @Test
    void takesSr3WithItsObjectives() throws IOException {
        // when
        TrainerSettings settings = read(LEAST + """
                        network: {family: sr3, width: 16}
                        chain: {steps: 100}
                        sr3:
                          preset: sr4
                          chain: {schedule: linear, sample-steps: 20}
                          objective: {predict: clean, norm: l2, learned-variance: true, exclude-last: false}
                          network: {multipliers: [1, 2, 2], heads: 2, inject: add, bridge: bicubic}
                        """).settings("test");

        // then
        assertThat(settings.run().model()).isEqualTo("sr3-x4");
        assertThat(settings.training().side()).isEqualTo(16);
        Sr3Plan plan = (Sr3Plan) settings.plan();
        assertThat(plan.width()).isEqualTo(16);
        assertThat(plan.chainSteps()).isEqualTo(100);
        Sr3Variant variant = plan.choices().variant(64, 3);
        assertThat(variant.objective())
                .isEqualTo(new NoiseOptions(ChainDomain.RESIDUAL, Prediction.CLEAN, ErrorNorm.L2, true, false, false));
        assertThat(variant.network().learnedVariance()).isTrue();
        assertThat(variant.network().injection())
                .isEqualTo(new LrInjection(LrInjection.Fusion.ADD, LrInjection.Bridge.BICUBIC, 32));
    }

    @Test
    void takesIdmWithItsPhases() throws IOException {
        // when
        TrainerSettings settings = read(LEAST + """
                        network: {family: idm, width: 16}
                        training: {steps: 90}
                        sr3: {objective: {norm: l2}}
                        idm: {guidance: encoder, magnifications: "2:3", phase-one-steps: 20, encoder-blocks: 2}
                        """).settings("test");

        // then
        assertThat(settings.run().model()).isEqualTo("idm");
        IdmPlan plan = (IdmPlan) settings.plan();
        assertThat(plan.scale()).isEqualTo(3);
        assertThat(plan.phases()).isEqualTo(new IdmPhases(new Magnifications(2, 3), 20));
        assertThat(plan.encoder()).isEqualTo(new IdmPlan.Encoder(Guidance.ENCODER, 2, 32));
        assertThat(plan.unet().width()).isEqualTo(16);

        // and: LR images are its own
        TrainerConfig blind = read(LEAST + "network: {family: idm}\ndegradation: blind\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> blind.settings("test"))
                .withMessageContaining("not by the degradation BLIND");
    }

    @Test
    void refusesWhatDoesNotGoTogetherWithASentence() throws IOException {
        // given
        TrainerConfig shift = read(LEAST + "sr3: {preset: sr4}\n");
        TrainerConfig masked = read(LEAST + """
                        network: {family: sr3}
                        sr3: {objective: {learned-variance: true}, mask: {attention: edges}}
                        """);
        TrainerConfig odd = read(LEAST + """
                        network: {family: sr3}
                        training: {patch: 9}
                        """);

        // then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shift.settings("test"))
                .withMessageContaining("train the system SR3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> masked.settings("test"))
                .withMessageContaining("not with both");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> odd.settings("test"))
                .withMessageContaining("multiples of 8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(LEAST + "sr3: {objective: {predicts: clean}}\n"))
                .withMessageContaining("predicts");
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
