package io.acuity.diffusion.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Plane;
import org.junit.jupiter.api.Test;

class FramePaddingTest {
    @Test
    void imagesAreReflectedAboutTheirLastPixel() {
        // given: columns 0 to 4
        FloatImage padded = new FramePadding(8).pad(LowRes.grey(columns(5, 8)));

        // when, then: 3, 2, 1 follow
        int[] expected = {0, 1, 2, 3, 4, 3, 2, 1};
        for (int x = 0; x < 8; x++) {
            assertThat(level(padded.at(2, 7, x))).isEqualTo(expected[x]);
        }
    }

    @Test
    void imagesTooSmallToReflectRepeatTheirLastPixel() {
        // given, when
        FloatImage padded = new FramePadding(8).pad(LowRes.grey(columns(3, 1)));

        // then
        int[] expected = {0, 1, 2, 2, 2, 2, 2, 2};
        assertThat(padded.height()).isEqualTo(8);
        for (int x = 0; x < 8; x++) {
            assertThat(level(padded.at(0, 5, x))).isEqualTo(expected[x]);
        }
    }

    @Test
    void imagesOfTheRightSizeStayAsTheyAre() {
        // given, when
        FloatImage padded = new FramePadding(4).pad(LowRes.grey(columns(8, 4)));

        // then
        assertThat(padded.width()).isEqualTo(8);
        assertThat(padded.height()).isEqualTo(4);
        assertThat(level(padded.at(1, 3, 7))).isEqualTo(7);
    }

    @Test
    void imagesAreMadeAsLongAsANetworkNeeds() {
        // given
        FramePadding padding = new FramePadding(2, 5);

        // then
        assertThat(padding.padded(1)).isEqualTo(6);
        assertThat(padding.padded(6)).isEqualTo(6);
        assertThat(padding.padded(7)).isEqualTo(8);
    }

    private static Plane columns(int width, int height) {
        Plane plane = new Plane(width, height);
        for (int i = 0; i < width * height; i++) {
            plane.samples()[i] = (short) (i % width * 1000);
        }
        return plane;
    }

    private static int level(float value) {
        return Math.round((value + 1) * 32.7675f);
    }
}
