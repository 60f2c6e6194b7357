package io.acuity.imaging.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.acuity.imaging.FloatImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PyTorchBicubicTest {
    @Test
    void anImpulseShowsTheKernel() {
        // given: one bright pixel far from the borders
        FloatImage image = FloatImage.zeros(1, 1, 9);
        image.values()[4] = 1;

        // when: twice as wide, rows repeated because there is only one
        FloatImage twice = PyTorchBicubic.enlarge(image, 2);

        // then: Keys' kernel with a = −0.75 at distances of 0.25, 0.75, 1.25 and 1.75
        assertThat(twice.height()).isEqualTo(2);
        assertThat(twice.at(0, 0, 8)).isCloseTo(0.87890625f, within(1e-6f));
        assertThat(twice.at(0, 0, 10)).isCloseTo(0.26171875f, within(1e-6f));
        assertThat(twice.at(0, 1, 11)).isCloseTo(-0.10546875f, within(1e-6f));
        assertThat(twice.at(0, 1, 12)).isCloseTo(-0.03515625f, within(1e-6f));
        assertThat(twice.at(0, 0, 13)).isZero();
    }

    @Test
    void aConstantImageStaysConstantUpToItsBorders() {
        // given
        FloatImage image = FloatImage.zeros(2, 3, 2);
        Arrays.fill(image.values(), 0.7f);

        // when
        FloatImage larger = PyTorchBicubic.enlarge(image, 4);

        // then
        assertThat(larger.height()).isEqualTo(12);
        assertThat(larger.width()).isEqualTo(8);
        for (float value : larger.values()) {
            assertThat(value).isCloseTo(0.7f, within(1e-6f));
        }
    }

    @Test
    void rowsAndColumnsAreTreatedAlike() {
        // given: an image and its transpose
        FloatImage image = new FloatImage(1, 2, 3, new float[] {1, 5, -2, 0, 3, 4});
        FloatImage transposed = new FloatImage(1, 3, 2, new float[] {1, 0, 5, 3, -2, 4});

        // when
        FloatImage larger = PyTorchBicubic.enlarge(image, 3);
        FloatImage turned = PyTorchBicubic.enlarge(transposed, 3);

        // then
        for (int y = 0; y < 6; y++) {
            for (int x = 0; x < 9; x++) {
                assertThat(larger.at(0, y, x)).isCloseTo(turned.at(0, x, y), within(1e-5f));
            }
        }
    }
}
