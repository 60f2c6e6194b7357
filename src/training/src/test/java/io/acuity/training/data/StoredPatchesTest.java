package io.acuity.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.degrade.BlindDegradation;
import io.acuity.imaging.degrade.BlindSettings;
import io.acuity.imaging.resample.Bicubic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredPatchesTest {
    private static final long ONE_IMAGE = 96 * 96 * 3 + 24 * 24 * 3;
    private static final PatchPlan PLAN = new PatchPlan(4, 8, 7);

    @TempDir
    Path folder;

    @Test
    void patchesAreAFunctionOfSeedStepAndSetbacks() throws IOException {
        // given
        StoredImages images = new StoredImages(folder, 3, 96);

        try (PatchSource first = new StoredPatches(images.store(Long.MAX_VALUE), images.manifest(), PLAN);
                PatchSource second = new StoredPatches(images.store(Long.MAX_VALUE), images.manifest(), PLAN)) {
            // when
            PatchBatch batch = draw(first, 10, 0);
            draw(second, 3, 0);

            // then
            assertThat(draw(second, 10, 0).clean()).isEqualTo(batch.clean());
            assertThat(draw(second, 10, 0).upsampled()).isEqualTo(batch.upsampled());
            assertThat(draw(second, 11, 0).clean()).isNotEqualTo(batch.clean());
            assertThat(draw(second, 10, 1).clean()).isNotEqualTo(batch.clean());
        }
    }

    @Test
    void aStoreTooSmallForAllImagesGivesTheSamePatchesAndStaysSmall() throws IOException {
        // given: room for two windows of two images of nine
        StoredImages images = new StoredImages(folder, 9, 96);
        long capacity = 4 * ONE_IMAGE;
        ImageStore store = images.store(capacity);

        try (PatchSource walked = new StoredPatches(store, images.manifest(), PLAN)) {
            for (int step = 0; step < 60; step++) {
                // when
                PatchBatch batch = draw(walked, step, 0);

                // then
                assertThat(store.size()).isLessThanOrEqualTo(capacity);
                try (PatchSource jumped = new StoredPatches(
                        new StoredImages(folder.resolve("again"), 9, 96).store(capacity), images.manifest(), PLAN)) {
                    if (step % 20 == 19) {
                        assertThat(draw(jumped, step, 0).clean()).isEqualTo(batch.clean());
                    }
                }
            }
        }
    }

    @Test
    void theUpsampledPatchIsTheOneCutFromTheUpsampledImage() throws IOException {
        // given
        StoredImages images = new StoredImages(folder, 1, 64);

        // when
        PatchBatch batch;
        try (PatchSource source = new StoredPatches(images.store(Long.MAX_VALUE), images.manifest(), PLAN)) {
            batch = draw(source, 0, 0);
        }

        // then: reduced again, y is nearly the LR patch
        FloatImage lowRes = new FloatImage(3, 8, 8, java.util.Arrays.copyOf(batch.lowRes(), 3 * 64));
        FloatImage again = Bicubic.resize(shuffled(batch), 8, 8);
        double error = 0;
        for (int i = 0; i < lowRes.values().length; i++) {
            error += Math.abs(again.values()[i] - lowRes.values()[i]);
        }
        assertThat(error / lowRes.values().length).isLessThan(0.08);
    }

    @Test
    void blindPatchesAreTheSameWhereverTheRunIsTakenUp() throws IOException {
        // given
        StoredImages images = new StoredImages(folder, 3, 96);
        DegradedPatches.Pool pool = new DegradedPatches.Pool(6, 2);

        try (PatchSource walked = blind(images, pool);
                PatchSource resumed = blind(images, pool)) {
            // when
            for (int step = 0; step < 9; step++) {
                draw(walked, step, 0);
            }
            PatchBatch there = draw(walked, 9, 0);
            PatchBatch here = draw(resumed, 9, 0);

            // then
            assertThat(here.lowRes()).isEqualTo(there.lowRes());
            assertThat(here.clean()).isEqualTo(there.clean());
        }
    }

    @Test
    void anImageThatIsGoneIsNamed() throws IOException {
        // given
        StoredImages images = new StoredImages(folder, 1, 96);
        SampleManifest manifest = images.manifest();
        Files.delete(folder.resolve("images/drawn-0.png"));

        // then
        try (PatchSource source = new StoredPatches(images.store(Long.MAX_VALUE), manifest, PLAN)) {
            assertThatThrownBy(() -> draw(source, 0, 0)).hasMessageContaining("drawn-0.png");
        }
    }

    private static PatchBatch draw(PatchSource source, long step, int setbacks) {
        PatchBatch batch = PatchBatch.allocate(4, 8, 4);
        source.draw(batch, step, setbacks);
        return batch;
    }

    private static PatchSource blind(StoredImages images, DegradedPatches.Pool pool) throws IOException {
        return new DegradedPatches(
                images.store(Long.MAX_VALUE),
                images.manifest(),
                PLAN,
                new BlindDegradation(BlindSettings.REAL_ESRGAN, 4),
                pool);
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
