package io.acuity.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.diffusion.frame.FrameChain;
import io.acuity.diffusion.frame.FrameMask;
import io.acuity.diffusion.frame.FrameModel;
import io.acuity.diffusion.frame.FramePatch;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Plane;
import io.acuity.networks.device.LiveArrays;
import io.acuity.networks.residualshift.RandomBundles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoStageModelsTest {
    @TempDir
    private Path folder;

    @Test
    void aGaussianChainIsLedByTheCleanedImage() throws IOException {
        // given: a bundle of both as it lies on disk
        TwoStageModels.join("blind", RandomRegressionBundles.rlfn(2, 1), RandomWholeImageBundles.sr3(8, 1), 3)
                .write(folder);
        ModelBundle bundle = ModelBundle.read(folder);
        assertThat(bundle.description().mostSteps()).isEqualTo(8);

        // when
        try (FrameModel model = WholeImageModels.load(bundle, Precision.FP32);
                FrameModel plain = WholeImageModels.load(RandomWholeImageBundles.sr3(8, 1), Precision.FP32)) {
            FloatImage result = run(model, FramePatch.whole(image(17), 1));

            // then
            assertThat(result.width()).isEqualTo(34);
            assertThat(model.steps()).isEqualTo(3);
            assertThat(model.withSteps(8).steps()).isEqualTo(8);
            assertThat(run(model, FramePatch.whole(image(17), 1)).values()).containsExactly(result.values());
            assertThat(run(plain.withSteps(3), FramePatch.whole(image(17), 1)).values())
                    .isNotEqualTo(result.values());
        }
    }

    @Test
    void aMaskThatWaitsEverywhereLeavesTheCleanedImageUntilTheLastStep() {
        // given: a chain in latents without noise; no attention, so that all is refined in the last step alone
        ModelBundle bundle = TwoStageModels.join(
                "blind", RandomRegressionBundles.rlfn(4, 1), RandomWholeImageBundles.deltaDiff(1), 0);
        LowRes image = image(24);
        FrameMask mask = new FrameMask(4 * 24, 4 * 16, (y, row) -> Arrays.fill(row, 0), 0);

        // when
        try (FrameModel model = WholeImageModels.load(bundle, Precision.FP32)) {
            FrameChain chain = model.begin(new FramePatch(image, 0, 0, 1, mask));
            for (int i = 0; i < 3; i++) {
                assertThat(chain.step()).isFalse();
            }
            FloatImage waiting = chain.result();

            // then
            float[] cleaned = run(Objects.requireNonNull(model.firstStage()), FramePatch.whole(image, 1))
                    .values();
            for (int i = 0; i < cleaned.length; i++) {
                assertThat(waiting.values()[i]).isEqualTo(Math.clamp(cleaned[i], -1f, 1f));
            }
            assertThat(chain.step()).isTrue();
            assertThat(chain.result().values()).isNotEqualTo(waiting.values());
        }
    }

    @Test
    void theNetworkOfTilesRefinesAsWell() {
        // given
        ModelBundle tiles = RandomBundles.of(8, 1, 0, 3);
        ModelBundle bundle = TwoStageModels.join(
                "blind", RandomRegressionBundles.rlfn(tiles.description().scale(), 1), tiles, 0);

        // when
        LiveArrays before = LiveArrays.now();
        FloatImage result;
        try (FrameModel model = WholeImageModels.load(bundle, Precision.FP32)) {
            result = run(model, FramePatch.whole(image(17), 1));
        }

        // then
        assertThat(result.width()).isEqualTo(17 * tiles.description().scale());
        assertThat(LiveArrays.now()).isEqualTo(before);
    }

    @Test
    void stagesThatDoNotGoTogetherAreRefusedInASentence() {
        ModelBundle rlfn = RandomRegressionBundles.rlfn(4, 1);
        ModelBundle sr3 = RandomWholeImageBundles.sr3(8, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TwoStageModels.join("blind", rlfn, sr3, 0))
                .withMessageContaining("random-rlfn enlarges by 4")
                .withMessageContaining("random-sr3, by 2")
                .withMessageContaining("first stage of scale 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TwoStageModels.join("blind", sr3, sr3, 0))
                .withMessageContaining("system sr3")
                .withMessageContaining("rlfn, rfdn");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TwoStageModels.join("blind", rlfn, rlfn, 0))
                .withMessageContaining("cannot refine");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TwoStageModels.join("blind", RandomRegressionBundles.rlfn(2, 1), sr3, 9))
                .withMessageContaining("1 to 8 steps, not 9");
    }

    @Test
    void aBundleThatLacksAStageIsRefused() {
        // given: the description of two stages with the weights of one
        ModelBundle both =
                TwoStageModels.join("blind", RandomRegressionBundles.rlfn(2, 1), RandomWholeImageBundles.sr3(8, 1), 0);
        ModelBundle damaged = new ModelBundle(
                both.description(), RandomWholeImageBundles.sr3(8, 1).weights());

        // when, then
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> WholeImageModels.load(damaged, Precision.FP32))
                .withMessageContaining("block_1");
    }

    private static FloatImage run(FrameModel model, FramePatch patch) {
        FrameChain chain = model.begin(patch);
        for (int i = 0; i < model.steps(); i++) {
            chain.step();
        }
        return chain.result();
    }

    private static LowRes image(int width) {
        Random random = new Random(5);
        Plane plane = new Plane(width, 16);
        for (int i = 0; i < plane.samples().length; i++) {
            plane.samples()[i] = (short) random.nextInt(65536);
        }
        return LowRes.grey(plane);
    }
}
