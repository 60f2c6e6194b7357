package io.acuity.networks.vqgan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.acuity.imaging.FloatImage;
import io.acuity.networks.RandomTensors;
import org.junit.jupiter.api.Test;

class CodebookTest {
    @Test
    void everyPixelBecomesItsNearestCode() {
        // given
        int count = 100;
        float[] codes = RandomTensors.image(1, count, 3, 1).values();
        FloatImage latent = RandomTensors.image(3, 9, 11, 2);

        // when
        FloatImage quantised = new Codebook(count, 3, codes).quantise(latent);

        // then: none of the others is nearer
        for (int y = 0; y < 9; y++) {
            for (int x = 0; x < 11; x++) {
                double distance = 0;
                for (int c = 0; c < 3; c++) {
                    distance += Math.pow(latent.at(c, y, x) - quantised.at(c, y, x), 2);
                }
                for (int code = 0; code < count; code++) {
                    double other = 0;
                    for (int c = 0; c < 3; c++) {
                        other += Math.pow(latent.at(c, y, x) - codes[code * 3 + c], 2);
                    }
                    assertThat(other).isGreaterThanOrEqualTo(distance - 1e-6);
                }
            }
        }
    }

    @Test
    void codesStayAsTheyAreAndTheFirstOfEquallyNearOnesIsTaken() {
        // given: the second code is as far from 0 as the first
        Codebook codebook = new Codebook(3, 1, new float[] {1, -1, 5});

        // when
        FloatImage quantised = codebook.quantise(new FloatImage(1, 1, 3, new float[] {0, 5, -1}));

        // then
        assertThat(quantised.values()).containsExactly(1, 5, -1);
    }

    @Test
    void pixelsOfOtherChannelsAreRefused() {
        // given
        Codebook codebook = new Codebook(1, 1, new float[] {1});

        // when, then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codebook.quantise(FloatImage.zeros(3, 2, 2)))
                .withMessageContaining("3");
    }
}
