package io.acuity.imaging.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.TestPictures;
import io.acuity.imaging.resample.Bicubic;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final FloatImage image = PictureConversions.toRgb(TestPictures.waves(1, 40, 30, 3));

    @Test
    void lumaGoesFrom16To235() {
        // given
        FloatImage white = FloatImage.zeros(3, 2, 2);
        Arrays.fill(white.values(), 1);
        // then
        assertThat(Luma.bt601(FloatImage.zeros(1, 2, 2)).values()).containsOnly(16);
        assertThat(Luma.bt601(white).values()[3]).isCloseTo(235, within(1e-9));
    }

    @Test
    void oneLevelOffEverywhereIs48Decibels() {
        // given
        Luma luma = Luma.bt601(image);
        double[] brighter = Arrays.stream(luma.values()).map(v -> v + 1).toArray();
        // then
        assertThat(Psnr.of(luma, new Luma(40, 30, brighter))).isCloseTo(20 * Math.log10(255), within(1e-9));
        assertThat(Psnr.of(luma, luma)).isInfinite();
        assertThat(Psnr.ofColours(image, image)).isInfinite();
    }

    @Test
    void ssimOfConstantsFollowsItsLuminanceTerm() {
        // given
        double[] dark = new double[144];
        double[] light = new double[144];
        Arrays.fill(dark, 100);
        Arrays.fill(light, 120);
        double c1 = 6.5025;
        // then
        assertThat(Ssim.of(new Luma(12, 12, dark), new Luma(12, 12, light)))
                .isCloseTo((2 * 100 * 120 + c1) / (100 * 100 + 120 * 120 + c1), within(1e-9));
        assertThat(Ssim.of(Luma.bt601(image), Luma.bt601(image))).isCloseTo(1, within(1e-12));
    }

    @Test
    void consistencyOfSr4WrapsAt8Bit() {
        // given (10 − 30) mod 256 = 236, and 236² mod 256 = 144
        FloatImage ten = new FloatImage(1, 1, 1, new float[] {10 / 255f});
        FloatImage thirty = new FloatImage(1, 1, 1, new float[] {30 / 255f});
        // then
        assertThat(Consistency.wrappedAt8Bit(ten, thirty)).isEqualTo(144);
        assertThat(Consistency.wrappedAt8Bit(thirty, thirty)).isZero();
    }

    @Test
    void aResultIsConsistentWithItsOwnReduction() {
        // given
        FloatImage small = Bicubic.resize(image, 15, 20);
        // then
        assertThat(Consistency.of(image, small)).isZero();
        assertThat(Consistency.of(FloatImage.zeros(3, 30, 40), small)).isGreaterThan(100);
    }

    @Test
    void croppingLeavesTheMiddle() {
        // given
        Luma luma = Luma.bt601(image);
        // when
        Luma inner = luma.crop(4);
        // then
        assertThat(inner.width()).isEqualTo(32);
        assertThat(inner.values()[0]).isEqualTo(luma.values()[4 * 40 + 4]);
        assertThatThrownBy(() -> luma.crop(15)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void differentSizesCannotBeCompared() {
        assertThatThrownBy(() -> Psnr.of(Luma.bt601(image), Luma.bt601(image).crop(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("differ in size");
        assertThatThrownBy(() ->
                        Ssim.of(Luma.bt601(image).crop(12), Luma.bt601(image).crop(12)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 11×11");
    }
}
