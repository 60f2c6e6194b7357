package io.acuity.diffusion.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.acuity.diffusion.tiles.Rect;
import io.acuity.imaging.FloatImage;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PixelUnshuffleTest {
    @Test
    void channelsAreOrderedByColourRowAndColumn() {
        // given
        FloatImage image = new FloatImage(2, 2, 4, new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
        // when
        FloatImage latent = new PixelUnshuffle(2).encode(image);
        // then
        assertThat(latent.channels()).isEqualTo(8);
        assertThat(latent.values()).containsExactly(0, 2, 1, 3, 4, 6, 5, 7, 8, 10, 9, 11, 12, 14, 13, 15);
        assertThat(new PixelUnshuffle(2).decode(latent).values()).containsExactly(image.values());
    }

    @Test
    void factorFollowsFromTheChannels() {
        assertThat(PixelUnshuffle.ofChannels(48).factor()).isEqualTo(4);
        assertThat(PixelUnshuffle.ofChannels(3).factor()).isEqualTo(1);
        assertThat(new PixelUnshuffle(4).channels()).isEqualTo(48);
        assertThatIllegalArgumentException().isThrownBy(() -> PixelUnshuffle.ofChannels(47));
        assertThatIllegalArgumentException().isThrownBy(() -> new PixelUnshuffle(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new PixelUnshuffle(2).encode(FloatImage.zeros(3, 3, 4)));
    }

    @Test
    void bandsHoldTheDecodedImageClampedAndRounded() {
        // given
        Random random = new Random(4);
        FloatImage latent = FloatImage.zeros(48, 5, 7);
        for (int i = 0; i < latent.values().length; i++) {
            latent.values()[i] = random.nextFloat() * 2.4f - 1.2f;
        }
        ResultBand band = new ResultBand(4, 7, 5);
        band.place(100, 5);
        // when
        for (int channel = 0; channel < 48; channel++) {
            float[] plane = Arrays.copyOfRange(latent.values(), channel * 35, (channel + 1) * 35);
            band.write(new Rect(0, 100, 7, 5), channel, plane);
        }
        // then
        FloatImage image = new PixelUnshuffle(4).decode(latent);
        assertThat(band.y0()).isEqualTo(400);
        assertThat(band.rows()).isEqualTo(20);
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < 20 * 28; i++) {
                double value = Math.clamp(image.values()[c * 20 * 28 + i], -1, 1);
                assertThat(band.planes()[c][i] & 0xFFFF)
                        .isCloseTo((int) Math.round((value + 1) / 2 * 65535), Offset.offset(1));
            }
        }
    }
}
