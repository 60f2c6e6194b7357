package io.acuity.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.diffusion.frame.FrameChain;
import io.acuity.diffusion.frame.FrameModel;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Plane;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeImageModelsTest {
    @TempDir
    private Path folder;

    @Test
    void resShiftInTheLatentsOfItsAutoencoderRunsFromItsBundle() throws IOException {
        // given: a bundle as it lies on disk
        RandomWholeImageBundles.resShift(4, 2, 1).write(folder);
        ModelBundle bundle = ModelBundle.read(folder);

        // when
        assertThat(WholeImageModels.describes(bundle)).isTrue();
        try (FrameModel model = WholeImageModels.load(bundle, Precision.FP32)) {
            FloatImage first = run(model, 1);
            FloatImage again = run(model, 1);
            FloatImage other = run(model, 2);

            // then
            assertThat(first.width()).isEqualTo(4 * 11);
            assertThat(first.height()).isEqualTo(4 * 9);
            assertThat(again.values()).containsExactly(first.values());
            assertThat(other.values()).isNotEqualTo(first.values());
            assertThat(model.networkPixels(11, 17)).isEqualTo(16 * 24);
            assertThat(model.codecPixels(11, 17)).isEqualTo(2 * 16 * 16 * 24);
        }
    }

    @Test
    void deltaDiffInPixelUnshuffleSpaceNeedsNoSeed() {
        // given: no noise anywhere
        ModelBundle bundle = RandomWholeImageBundles.deltaDiff(1);

        // when
        try (FrameModel model = WholeImageModels.load(bundle, Precision.FP32)) {
            // then
            assertThat(model.steps()).isEqualTo(4);
            assertThat(run(model, 1).values()).containsExactly(run(model, 2).values());
            assertThat(model.codecPixels(11, 17)).isZero();
        }
    }

    @Test
    void sr3RunsFromItsBundleAndInFewerSteps() {
        // given
        ModelBundle bundle = RandomWholeImageBundles.sr3(8, 1);

        // when
        try (FrameModel model = WholeImageModels.load(bundle, Precision.FP32)) {
            FloatImage first = run(model, 1);
            FloatImage fewer = run(model.withSteps(3), 1);

            // then
            assertThat(first.width()).isEqualTo(22);
            assertThat(first.height()).isEqualTo(18);
            assertThat(run(model, 1).values()).containsExactly(first.values());
            assertThat(run(model, 2).values()).isNotEqualTo(first.values());
            assertThat(fewer.values()).isNotEqualTo(first.values());
            assertThat(model.withSteps(3).steps()).isEqualTo(3);
        }
    }

    @Test
    void bundlesCarryTheOptionsOfSr4() {
        // given the same bundle, with a chain over residuals, with a learned variance, and with all
        String network = ", \"num_heads\": 2, \"early_att\": true, \"lr_injection\": {\"size\": 4}";
        String residual = ", \"domain\": \"residual\"";
        String learns = ", \"learned_variance\": true";
        String learned = ", \"variance\": \"learned\"";
        Set<Float> firstValues = new HashSet<>();
        for (ModelBundle bundle : List.of(
                RandomWholeImageBundles.sr3(8, 1),
                RandomWholeImageBundles.sr3(8, 1, "", residual),
                RandomWholeImageBundles.sr3(8, 1, learns, learned),
                RandomWholeImageBundles.sr3(8, 1, network + learns, residual + learned))) {
            // when
            try (FrameModel model = WholeImageModels.load(bundle, Precision.FP32)) {
                FloatImage result = run(model, 1);
                // then
                assertThat(result.values()).hasSize(3 * 22 * 18).doesNotContain(Float.NaN);
                assertThat(run(model, 1).values()).containsExactly(result.values());
                firstValues.add(result.values()[7]);
            }
        }
        assertThat(firstValues).hasSize(4);
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> WholeImageModels.load(RandomWholeImageBundles.sr3(8, 1, "", learned), Precision.FP32))
                .withMessageContaining("does not learn");
    }

    @Test
    void networksThatDoNotFitTheirLatentsAreRefused() {
        // given: a network of 48 channels with an autoencoder of 3
        ModelBundle bundle = RandomWholeImageBundles.withCodecOf(
                RandomWholeImageBundles.deltaDiff(1), RandomWholeImageBundles.resShift(4, 2, 1));

        // when, then
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> WholeImageModels.load(bundle, Precision.FP32))
                .withMessageContaining("random-deltadiff")
                .withMessageContaining("3 channels");
    }

    @Test
    void unknownSystemsAreRefusedByName() {
        // given
        ModelBundle bundle = RandomWholeImageBundles.ofSystem("telepathy", RandomWholeImageBundles.deltaDiff(1));

        // when, then
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> WholeImageModels.load(bundle, Precision.FP32))
                .withMessageContaining("telepathy");
    }

    private static FloatImage run(FrameModel model, long seed) {
        Random random = new Random(5);
        Plane plane = new Plane(11, 9);
        for (int i = 0; i < plane.samples().length; i++) {
            plane.samples()[i] = (short) random.nextInt(65536);
        }
        FrameChain chain = model.begin(LowRes.grey(plane), seed);
        for (int i = 0; i < model.steps(); i++) {
            chain.step();
        }
        return chain.result();
    }
}
