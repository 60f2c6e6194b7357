package io.acuity.imaging.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.acuity.imaging.FloatImage;
import org.junit.jupiter.api.Test;

class ColourShiftTest {
    @Test
    void tellsHowFarTheMeansAreOffAndForgivesIt() {
        // given: red 6 levels too bright, green 3 too dark, blue right on average
        FloatImage original = new FloatImage(3, 1, 2, new float[] {0.4f, 0.6f, 0.5f, 0.5f, 0.2f, 0.4f});
        FloatImage result = new FloatImage(3, 1, 2, new float[] {
            0.4f + 6 / 255f, 0.6f + 6 / 255f, 0.5f - 2 / 255f, 0.5f - 4 / 255f, 0.2f + 5 / 255f, 0.4f - 5 / 255f
        });

        // then
        assertThat(ColourShift.of(result, original)).isCloseTo((6 + 3) / 3.0, within(1e-4));
        FloatImage forgiven = ColourShift.forgiven(result, original);
        assertThat(ColourShift.of(forgiven, original)).isCloseTo(0, within(1e-4));
        assertThat(forgiven.values()[0]).isCloseTo(0.4f, within(1e-6f));
        assertThat(forgiven.values()[2]).isCloseTo(0.5f + 1 / 255f, within(1e-6f));
        assertThat(ColourShift.of(original, original)).isZero();
    }

    @Test
    void refusesImagesOfDifferentShapes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ColourShift.of(FloatImage.zeros(3, 2, 2), FloatImage.zeros(3, 2, 3)))
                .withMessageContaining("[3, 2, 3]");
    }
}
