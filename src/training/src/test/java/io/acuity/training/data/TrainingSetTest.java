package io.acuity.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.resample.Bicubic;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingSetTest {
    @TempDir
    Path folder;

    @Test
    void patchesAreAFunctionOfSeedAndStep() throws IOException {
        // given
        TrainingSet images = TrainingSet.read(
                TrainingFiles.below(DrawnImages.in(folder, 3, 96)).training(), 4, 8);

        // when
        PatchBatch first = images.draw(1, 10, 4, 8);
        PatchBatch again = images.draw(1, 10, 4, 8);
        PatchBatch other = images.draw(1, 11, 4, 8);

        // then
        assertThat(again.clean()).isEqualTo(first.clean());
        assertThat(again.upsampled()).isEqualTo(first.upsampled());
        assertThat(other.clean()).isNotEqualTo(first.clean());
    }

    @Test
    void theUpsampledPatchIsTheOneCutFromTheUpsampledImage() throws IOException {
        // given: one image, so that a patch can be searched in it
        TrainingSet images = TrainingSet.read(
                TrainingFiles.below(DrawnImages.in(folder, 1, 64)).training(), 4, 8);

        // when
        PatchBatch batch = images.draw(3, 0, 1, 8);

        // then: the mean over each 4×4 block of y is near its LR pixel, and nearer than chance
        FloatImage lowRes = new FloatImage(3, 8, 8, batch.lowRes());
        FloatImage again = Bicubic.resize(shuffled(batch), 8, 8);
        double error = 0;
        for (int i = 0; i < lowRes.values().length; i++) {
            error += Math.abs(again.values()[i] - lowRes.values()[i]);
        }
        assertThat(error / lowRes.values().length).isLessThan(0.05);
    }

    @Test
    void refusesAFolderWithoutImages() {
        assertThatIOException().isThrownBy(() -> TrainingFiles.below(folder)).withMessageContaining(folder.toString());
    }

    @Test
    void refusesImagesSmallerThanAPatch() throws IOException {
        // given
        TrainingFiles files = TrainingFiles.below(DrawnImages.in(folder, 1, 40));

        // then
        assertThatIOException()
                .isThrownBy(() -> TrainingSet.read(files.training(), 4, 8))
                .withMessageContaining("too small");
    }

    private static FloatImage shuffled(PatchBatch batch) {
        FloatImage out = FloatImage.zeros(3, 32, 32);
        for (int channel = 0; channel < 48; channel++) {
            for (int i = 0; i < 64; i++) {
                int y = i / 8 * 4 + channel % 16 / 4;
                int x = i % 8 * 4 + channel % 4;
                out.values()[(channel / 16 * 32 + y) * 32 + x] = batch.upsampled()[channel * 64 + i];
            }
        }
        return out;
    }
}
