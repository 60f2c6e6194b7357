package io.acuity.imaging.resample;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.imaging.FloatImage;
import org.junit.jupiter.api.Test;

class PillowBicubicTest {
    @Test
    void weightsBeyondTheBorderAreLeftOutAndSamplesRoundedToEightBits() {
        // given: black beside white
        FloatImage image = new FloatImage(1, 1, 2, new float[] {-1, 1});

        // when
        FloatImage result = PillowBicubic.enlarge(image, 2);

        // then: 255 · 0.2265625/1.09375 = 52.8, and what rings is clipped
        assertThat(samples(result)).containsExactly(0, 53, 202, 255, 0, 53, 202, 255);
    }

    @Test
    void whatIsConstantStaysSoInEachChannel() {
        // given
        FloatImage image = FloatImage.zeros(3, 2, 3);
        for (int i = 0; i < 18; i++) {
            image.values()[i] = (i < 6 ? -0.2f : i < 12 ? 0f : 0.2f);
        }

        // when
        int[] samples = samples(PillowBicubic.enlarge(image, 8));

        // then
        for (int i = 0; i < samples.length; i++) {
            assertThat(samples[i]).isEqualTo(new int[] {102, 128, 153}[i / (16 * 24)]);
        }
    }

    private static int[] samples(FloatImage image) {
        int[] samples = new int[image.values().length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = Math.round((image.values()[i] + 1) / 2 * 255);
        }
        return samples;
    }
}
