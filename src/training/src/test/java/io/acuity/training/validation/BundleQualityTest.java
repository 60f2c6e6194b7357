package io.acuity.training.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.degrade.BicubicDegradation;
import io.acuity.imaging.degrade.BlindDegradation;
import io.acuity.imaging.degrade.BlindSettings;
import io.acuity.training.data.DrawnImages;
import io.acuity.training.objective.Sr3Fixture;
import io.acuity.training.sr3.Sr3Choices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleQualityTest {
    @TempDir
    Path folder;

    @Test
    void measuresWhatTheChainsLastStepGives() throws IOException {
        // given
        ModelBundle bundle = BundleCatalog.find(BundleCatalog.DEFAULT_MODEL);
        Path file = DrawnImages.in(folder, 1, 96).resolve("drawn-0.png");
        PictureDecoder decoder = new PictureDecoder(DecodeLimits.defaults());
        FloatImage original = PictureConversions.toRgb(decoder.decode(file));

        // when
        Quality quality;
        try (BundleQuality measurement = new BundleQuality(new BicubicDegradation(4))) {
            quality = measurement.measure(bundle, 1, index -> original);
        }

        // then: the scheduler that runs jobs agrees with the chain walked by hand
        double[] walked = new ChainQuality(decoder).measure(bundle, List.of(file));
        assertThat(quality.psnrY()).isEqualTo(walked[0], within(0.02));
        assertThat(quality.ssimY()).isBetween(0.3, 1.0);
        assertThat(quality.consistency()).isPositive();
    }

    @Test
    void measuresOnImagesAsTheyAreTrainedOn() throws IOException {
        // given
        ModelBundle bundle = BundleCatalog.find(BundleCatalog.DEFAULT_MODEL);
        Path file = DrawnImages.in(folder, 1, 96).resolve("drawn-0.png");
        FloatImage original = PictureConversions.toRgb(new PictureDecoder(DecodeLimits.defaults()).decode(file));

        // when
        Quality clean;
        Quality damaged;
        Quality again;
        try (BundleQuality bicubic = new BundleQuality(new BicubicDegradation(4));
                BundleQuality blind = new BundleQuality(new BlindDegradation(BlindSettings.REAL_ESRGAN, 4))) {
            clean = bicubic.measure(bundle, 1, index -> original);
            damaged = blind.measure(bundle, 1, index -> original);
            again = blind.measure(bundle, 1, index -> original);
        }

        // then
        assertThat(damaged.psnrY()).isLessThan(clean.psnrY() - 1);
        assertThat(again).isEqualTo(damaged);
    }

    @Test
    void measuresWholeImageModelsOnTheMiddleInFewSteps() throws IOException {
        // given: an image larger than what is measured, whose rim does not count
        ModelBundle bundle = new Sr3Fixture(folder.resolve("training"))
                .bundle(Sr3Fixture.plan(new Sr3Choices.Objective(null, null, null, true, null, null, null)), 3);
        Path file = DrawnImages.in(folder, 1, 160).resolve("drawn-0.png");
        FloatImage original = PictureConversions.toRgb(new PictureDecoder(DecodeLimits.defaults()).decode(file));
        FloatImage other = new FloatImage(3, 160, 160, original.values().clone());
        other.values()[0] = 1 - other.values()[0];

        // when
        Quality quality;
        Quality again;
        try (BundleQuality measurement = new BundleQuality(new BicubicDegradation(4))) {
            quality = measurement.measure(bundle, 1, index -> original);
            again = measurement.measure(bundle, 1, index -> other);
        }

        // then
        assertThat(quality.psnrY()).isBetween(3.0, 50.0);
        assertThat(quality.consistency()).isPositive();
        assertThat(again).isEqualTo(quality);
    }

    @Test
    void measuresMaskedModelsWithEveryPixelRefined() throws IOException {
        // given
        ModelBundle bundle = BundleCatalog.find(BundleCatalog.MASKED_MODEL);
        Path file = DrawnImages.in(folder, 1, 64).resolve("drawn-0.png");
        FloatImage original = PictureConversions.toRgb(new PictureDecoder(DecodeLimits.defaults()).decode(file));

        // when
        Quality quality;
        try (BundleQuality measurement = new BundleQuality(new BicubicDegradation(4))) {
            quality = measurement.measure(bundle, 1, index -> original);
        }

        // then
        assertThat(quality.metrics()).containsOnlyKeys("psnrY", "ssimY", "consistency");
        assertThat(quality.psnrY()).isBetween(10.0, 50.0);
    }
}
