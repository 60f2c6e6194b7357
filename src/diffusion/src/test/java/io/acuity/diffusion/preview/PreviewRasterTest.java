package io.acuity.diffusion.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.acuity.diffusion.codec.PixelUnshuffle;
import io.acuity.diffusion.tiles.Rect;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Plane;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviewRasterTest {
    private static final Preview.Stage STAGE = Preview.Stage.of(4, 3, 12);

    @ParameterizedTest
    @CsvSource({"4,30,20,120,80", "4,300,200,1024,683", "2,1500,3,1024,2", "1,7,2000,4,1024", "8,1,1,8,8"})
    void whatIsLaidOverItLiesWhereItBelongs(int factor, int width, int height, int rasterWidth, int rasterHeight) {
        // given: a ramp in either direction
        int resultWidth = width * factor;
        int resultHeight = height * factor;
        FloatImage image = FloatImage.zeros(3, resultHeight, resultWidth);
        for (int y = 0; y < resultHeight; y++) {
            for (int x = 0; x < resultWidth; x++) {
                image.values()[y * resultWidth + x] = 2f * x / resultWidth - 1;
                image.values()[(resultHeight + y) * resultWidth + x] = 2f * y / resultHeight - 1;
            }
        }
        FloatImage latent = new PixelUnshuffle(factor).encode(image);
        PreviewRaster raster = new PreviewRaster(grey(width, height, 0), factor, factor);

        // when: it comes in two parts
        int half = Math.max(1, width / 2);
        lay(raster, latent, new Rect(0, 0, half, height));
        if (half < width) {
            lay(raster, latent, new Rect(half, 0, width - half, height));
        }
        Preview preview = raster.preview(STAGE);

        // then
        assertThat(List.of(preview.width(), preview.height())).containsExactly(rasterWidth, rasterHeight);
        for (int y = 0; y < rasterHeight; y += Math.max(1, rasterHeight / 9)) {
            for (int x = 0; x < rasterWidth; x += Math.max(1, rasterWidth / 9)) {
                int at = y * rasterWidth + x;
                assertThat((preview.planes()[0][at] & 0xFFFF) / 65535.0)
                        .isEqualTo((x + 0.5) / rasterWidth, within(1.0 / rasterWidth + 1e-4));
                assertThat((preview.planes()[1][at] & 0xFFFF) / 65535.0)
                        .isEqualTo((y + 0.5) / rasterHeight, within(1.0 / rasterHeight + 1e-4));
                assertThat(preview.planes()[2][at] & 0xFFFF).isEqualTo(32768);
            }
        }
    }

    @Test
    void itBeginsAsTheEnlargedImageAndResidualsCountFromThere() {
        // given
        PreviewRaster raster = new PreviewRaster(grey(3, 2, 20000), 2, 2);
        float[] residual = new float[6];
        Arrays.fill(residual, 0.5f);

        // when
        for (int channel = 0; channel < 4; channel++) {
            raster.residual(new Rect(0, 0, 3, 2), channel, residual, new float[] {1, 0, 0, 0, 0, 0});
        }
        Preview preview = raster.preview(STAGE);

        // then: refined where the mask says so, in the one colour that came
        assertThat(preview.planes()[0][0] & 0xFFFF).isCloseTo(20000 + 16384, within(1));
        assertThat(preview.planes()[0][2] & 0xFFFF).isCloseTo(20000, within(1));
        assertThat(preview.planes()[1][0] & 0xFFFF).isCloseTo(20000, within(1));
    }

    @Test
    void valuesBeyondTheRangeAreItsEnds() {
        // given
        PreviewRaster raster = new PreviewRaster(grey(1, 1, 5), 1, 1);

        // when
        raster.image(new Rect(0, 0, 1, 1), 0, new float[] {1.7f});
        raster.image(new Rect(0, 0, 1, 1), 1, new float[] {-1.7f});
        Preview preview = raster.preview(STAGE);

        // then
        assertThat(preview.planes()[0][0] & 0xFFFF).isEqualTo(65535);
        assertThat(preview.planes()[1][0] & 0xFFFF).isZero();
    }

    @Test
    void theStepIsTheMeanOfTheTilesRoundedUp() {
        assertThat(Preview.Stage.of(4, 3, 12).step()).isEqualTo(1);
        assertThat(Preview.Stage.of(4, 4, 12).step()).isEqualTo(2);
        assertThat(Preview.Stage.of(4, 12, 12).step()).isEqualTo(4);
        assertThat(Preview.Stage.of(1, 0, 12).step()).isEqualTo(1);
    }

    private static void lay(PreviewRaster raster, FloatImage latent, Rect region) {
        FloatImage part = latent.window(region.x(), region.y(), region.width(), region.height());
        for (int channel = 0; channel < latent.channels(); channel++) {
            int from = channel * region.pixels();
            raster.image(region, channel, Arrays.copyOfRange(part.values(), from, from + region.pixels()));
        }
    }

    private static List<Plane> grey(int width, int height, int value) {
        Plane plane = new Plane(width, height);
        Arrays.fill(plane.samples(), (short) value);
        return List.of(plane, plane, plane);
    }
}
