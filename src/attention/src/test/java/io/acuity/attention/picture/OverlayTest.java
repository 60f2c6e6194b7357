package io.acuity.attention.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.acuity.attention.AttentionMap;
import io.acuity.attention.Images;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.resample.Bicubic;
import org.junit.jupiter.api.Test;

class OverlayTest {
    private static final float SHARE = 0.6f;

    @Test
    void drawsBandsThatJoinToTheWholePicture() {
        // given a picture of more rows than one band, and a map of 0: black over everything
        FloatImage rgb = Images.noise(9, 75, 20);
        Picture lowRes = PictureConversions.toPicture(rgb, null, 8);
        AttentionMap map = AttentionMap.uniform(300, 80, 0);

        // when
        FloatImage drawn = decode(new Overlay(map, lowRes));

        // then each pixel is the enlarged picture, darkened
        FloatImage large = Bicubic.resize(PictureConversions.toRgb(lowRes), 300, 80);
        for (int i = 0; i < 300 * 80; i++) {
            float seen = Math.clamp(large.values()[i], 0f, 1f);
            assertThat(drawn.values()[i]).isCloseTo(seen * (1 - SHARE), within(1f / 255));
        }
    }

    @Test
    void theMostAttentionIsPaleYellow() {
        // given
        Picture black = PictureConversions.toPicture(Images.constant(3, 4, 0), null, 8);

        // when
        FloatImage drawn = decode(new Overlay(AttentionMap.uniform(6, 8, 1), black));

        // then
        assertThat(drawn.at(0, 3, 3)).isCloseTo(SHARE * 0xFC / 255, within(0.003f));
        assertThat(drawn.at(2, 3, 3)).isCloseTo(SHARE * 0xA4 / 255, within(0.003f));
    }

    @Test
    void coloursGrowLighterWithTheValue() {
        float before = -1;
        for (int i = 0; i <= 100; i++) {
            // when
            float value = i / 100f;
            float luma = 0.299f * Inferno.component(value, 0)
                    + 0.587f * Inferno.component(value, 1)
                    + 0.114f * Inferno.component(value, 2);

            // then
            assertThat(luma).isGreaterThan(before);
            before = luma;
        }
    }

    @Test
    void refusesAMapThatIsNoMultipleOfThePicture() {
        Picture picture = PictureConversions.toPicture(Images.constant(3, 4, 0), null, 8);
        assertThatThrownBy(() -> new Overlay(AttentionMap.uniform(6, 12, 0), picture))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static FloatImage decode(Overlay overlay) {
        return PictureConversions.toRgb(new PictureDecoder(DecodeLimits.defaults()).decode(overlay.encode()));
    }
}
