package io.acuity.diffusion.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.diffusion.tiles.Rect;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Plane;
import io.acuity.imaging.resample.Bicubic;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatentUpsamplerTest {
    @ParameterizedTest
    @CsvSource({"1,1,4", "2,1,4", "3,2,4", "5,9,4", "17,23,4", "12,7,2", "9,11,3", "6,5,1"})
    void agreesWithTheBicubicOfTheWholeImage(int width, int height, int factor) {
        // given
        Plane plane = random(width, height, 11);
        FloatImage image = FloatImage.zeros(1, height, width);
        for (int i = 0; i < width * height; i++) {
            image.values()[i] = LatentUpsampler.unit(plane.samples()[i]);
        }
        FloatImage expected = new PixelUnshuffle(factor).encode(Bicubic.resize(image, height * factor, width * factor));
        // when
        FloatImage latent = new LatentUpsampler(factor).upsample(List.of(plane), new Rect(0, 0, width, height));
        // then
        assertThat(latent.values()).containsExactly(expected.values(), Offset.offset(2e-6f));
    }

    @Test
    void aWindowIsAPartOfTheWhole() {
        // given
        Plane plane = random(30, 20, 3);
        LatentUpsampler upsampler = new LatentUpsampler(4);
        FloatImage whole = upsampler.upsample(List.of(plane, plane), new Rect(0, 0, 30, 20));
        // when
        Rect window = new Rect(21, 4, 9, 16);
        FloatImage part = upsampler.upsample(List.of(plane, plane), window);
        // then
        for (int c = 0; c < 32; c++) {
            for (int y = 0; y < 16; y++) {
                for (int x = 0; x < 9; x++) {
                    assertThat(part.at(c, y, x)).isEqualTo(whole.at(c, y + 4, x + 21));
                }
            }
        }
    }

    @Test
    void oneUpsamplerServesWideAndTallRegionsInAnyOrder() {
        // given
        Plane wide = random(48, 32, 5);
        Plane tall = random(32, 48, 6);
        LatentUpsampler upsampler = new LatentUpsampler(4);
        upsampler.upsample(List.of(wide), new Rect(0, 0, 48, 32));
        // when
        FloatImage afterWide = upsampler.upsample(List.of(tall), new Rect(0, 0, 32, 48));
        // then
        FloatImage alone = new LatentUpsampler(4).upsample(List.of(tall), new Rect(0, 0, 32, 48));
        assertThat(afterWide.values()).containsExactly(alone.values());
    }

    private static Plane random(int width, int height, long seed) {
        Random random = new Random(seed);
        Plane plane = new Plane(width, height);
        for (int i = 0; i < width * height; i++) {
            plane.samples()[i] = (short) random.nextInt(65536);
        }
        return plane;
    }
}
