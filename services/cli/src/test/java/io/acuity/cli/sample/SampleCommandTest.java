package io.acuity.cli.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class SampleCommandTest {
    @Test
    void theSameSeedDrawsTheSamePicture() {
        // when
        int[] first = pixels(SamplePicture.draw(96, 64, 7));
        int[] second = pixels(SamplePicture.draw(96, 64, 7));
        int[] other = pixels(SamplePicture.draw(96, 64, 8));

        // then
        assertThat(first).isEqualTo(second).isNotEqualTo(other);
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }
}
