package io.acuity.training.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.training.data.DrawnImages;
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
        try (BundleQuality measurement = new BundleQuality()) {
            quality = measurement.measure(bundle, 1, index -> original);
        }

        // then: the scheduler that runs jobs agrees with the chain walked by hand
        double[] walked = new ChainQuality(decoder).measure(bundle, List.of(file));
        assertThat(quality.psnrY()).isEqualTo(walked[0], within(0.02));
        assertThat(quality.ssimY()).isBetween(0.3, 1.0);
        assertThat(quality.consistency()).isPositive();
    }

    @Test
    void measuresMaskedModelsWithEveryPixelRefined() throws IOException {
        // given
        ModelBundle bundle = BundleCatalog.find(BundleCatalog.MASKED_MODEL);
        Path file = DrawnImages.in(folder, 1, 64).resolve("drawn-0.png");
        FloatImage original = PictureConversions.toRgb(new PictureDecoder(DecodeLimits.defaults()).decode(file));

        // when
        Quality quality;
        try (BundleQuality measurement = new BundleQuality()) {
            quality = measurement.measure(bundle, 1, index -> original);
        }

        // then
        assertThat(quality.metrics()).containsOnlyKeys("psnrY", "ssimY", "consistency");
        assertThat(quality.psnrY()).isBetween(10.0, 50.0);
    }
}
