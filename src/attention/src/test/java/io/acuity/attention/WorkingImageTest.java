package io.acuity.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkingImageTest {
    @Test
    void looksAtPicturesOfUpToFourMegapixelsAsTheyAre() {
        assertThat(WorkingImage.blockSide(2048, 2048)).isEqualTo(1);
        assertThat(WorkingImage.blockSide(2049, 2048)).isEqualTo(2);
        assertThat(WorkingImage.blockSide(10_000, 10_000)).isEqualTo(5);
        assertThat(WorkingImage.blockSide(30_000, 1)).isEqualTo(1);
    }

    @Test
    void averagesBlocksOfLargerOnes() {
        // given 2100×2000 pixels, a ramp from left to right
        Plane plane = new Plane(2100, 2000);
        for (int y = 0; y < 2000; y++) {
            for (int x = 0; x < 2100; x++) {
                plane.set(x, y, x * 31);
            }
        }

        // when
        FloatImage image = WorkingImage.of(new Picture(List.of(plane), null, 16));

        // then
        assertThat(new int[] {image.channels(), image.height(), image.width()}).containsExactly(3, 1000, 1050);
        assertThat(image.at(2, 999, 1049)).isCloseTo(2098.5f * 31 / Plane.MAX, within(1e-6f));
    }
}
