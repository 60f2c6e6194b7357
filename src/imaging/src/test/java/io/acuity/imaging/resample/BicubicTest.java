package io.acuity.imaging.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.NpyResource;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BicubicTest {
    private static final String GOLDEN = "/golden/metrics/";

    @ParameterizedTest
    @CsvSource({"up2, 2", "up4, 4", "up2_7, 2.7"})
    void enlargesAsMatlabDoes(String golden, double scale) {
        // given
        FloatImage image = NpyResource.read(GOLDEN + "x.npy");
        // when
        FloatImage result = Bicubic.rescale(image, scale);
        // then
        assertSame(result, NpyResource.read(GOLDEN + golden + ".npy"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void shrinksAsMatlabDoes(int factor) {
        // given
        FloatImage image = NpyResource.read(GOLDEN + "x.npy");
        // when
        FloatImage result = Bicubic.rescale(image, 1.0 / factor);
        // then
        assertSame(result, NpyResource.read(GOLDEN + "down" + factor + ".npy"));
    }

    @Test
    void resizingByWholeFactorsEqualsRescaling() {
        // given
        FloatImage image = random(new Random(5), 2, 12, 16);
        // when
        FloatImage up = Bicubic.resize(image, 48, 64);
        FloatImage down = Bicubic.resize(image, 3, 4);
        // then
        assertSame(up, Bicubic.rescale(image, 4));
        assertSame(down, Bicubic.rescale(image, 0.25));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void keepsConstantImagesConstantAtAnySize(long seed) {
        // given
        Random random = new Random(seed);
        FloatImage image = FloatImage.zeros(1, 1 + random.nextInt(20), 1 + random.nextInt(20));
        Arrays.fill(image.values(), 0.37f);
        // when
        FloatImage result = Bicubic.resize(image, 1 + random.nextInt(40), 1 + random.nextInt(40));
        // then
        for (float value : result.values()) {
            assertThat(value).isCloseTo(0.37f, within(1e-5f));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    void scaledLengthOfWholeMultiplesIsExact(int length) {
        for (int factor = 2; factor <= 9; factor++) {
            assertThat(Bicubic.scaledLength(length * factor, 1.0 / factor)).isEqualTo(length);
        }
    }

    @Test
    void theQuarterFilterHasItsKnownTaps() {
        // given
        BicubicTaps taps = BicubicTaps.of(64, 16, 0.25);
        // then
        assertThat(taps.count()).isEqualTo(16);
        assertThat(taps.start()[8]).isEqualTo(26);
        assertThat(taps.weights()[8 * 16]).isCloseTo(-0.00170898f, within(1e-6f));
        assertThat(taps.weights()[8 * 16 + 7]).isCloseTo(0.2409668f, within(1e-6f));
    }

    @Test
    void refusesEmptySizes() {
        assertThatThrownBy(() -> Bicubic.resize(FloatImage.zeros(1, 2, 2), 0, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be positive");
    }

    private static FloatImage random(Random random, int channels, int height, int width) {
        FloatImage image = FloatImage.zeros(channels, height, width);
        for (int i = 0; i < image.values().length; i++) {
            image.values()[i] = random.nextFloat();
        }
        return image;
    }

    private static void assertSame(FloatImage actual, FloatImage expected) {
        assertThat(actual.height()).isEqualTo(expected.height());
        assertThat(actual.width()).isEqualTo(expected.width());
        assertThat(actual.values()).containsExactly(expected.values(), within(1e-5f));
    }
}
