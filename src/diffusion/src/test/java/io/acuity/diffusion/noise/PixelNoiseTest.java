package io.acuity.diffusion.noise;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.diffusion.tiles.Rect;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixelNoiseTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void everyWindowSeesTheSameNoise(int factor) {
        // given the noise of a whole image and of a window into it
        Rect whole = new Rect(0, 0, 37, 21);
        Rect window = new Rect(5, 7, 13, 9);
        for (int group = 0; group < 3 * factor; group++) {
            float[] all = fill(new PixelNoise(42, factor), whole, 3, group, factor);
            float[] part = fill(new PixelNoise(42, factor), window, 3, group, factor);
            // then
            for (int dx = 0; dx < factor; dx++) {
                for (int y = 0; y < window.height(); y++) {
                    for (int x = 0; x < window.width(); x++) {
                        assertThat(part[dx * window.pixels() + y * window.width() + x])
                                .isEqualTo(all[dx * whole.pixels() + (y + 7) * whole.width() + x + 5]);
                    }
                }
            }
        }
    }

    @Test
    void seedDrawAndGroupAllMatter() {
        // given
        Rect region = new Rect(0, 0, 8, 8);
        float[] base = fill(new PixelNoise(1, 4), region, 0, 0, 4);
        // then
        assertThat(fill(new PixelNoise(2, 4), region, 0, 0, 4)).isNotEqualTo(base);
        assertThat(fill(new PixelNoise(1, 4), region, 1, 0, 4)).isNotEqualTo(base);
        assertThat(fill(new PixelNoise(1, 4), region, 0, 1, 4)).isNotEqualTo(base);
        assertThat(fill(new PixelNoise(1, 4), region, 0, 4, 4)).isNotEqualTo(base);
        assertThat(fill(new PixelNoise(1, 4), region, 0, 0, 4)).isEqualTo(base);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void wantedPixelsGetTheSameNoiseAndOthersAreLeftAlone(int factor) {
        // given
        Rect region = new Rect(5, 7, 13, 9);
        Random random = new Random(3);
        float[] wanted = new float[region.pixels()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = random.nextInt(3) == 0 ? 1 : 0;
        }
        for (int group = 0; group < 3 * factor; group++) {
            float[] all = fill(new PixelNoise(42, factor), region, 3, group, factor);
            float[] some = new float[all.length];
            // when
            new PixelNoise(42, factor).fill(region, 3, group, wanted, some);
            // then: a block of four result pixels is made whole, so a neighbour may get its noise too
            for (int i = 0; i < all.length; i++) {
                boolean asked = wanted[i % region.pixels()] != 0;
                assertThat(some[i]).isIn(asked ? List.of(all[i]) : List.of(all[i], 0f));
            }
        }
    }

    @Test
    void isUnitGaussian() {
        // when
        Rect region = new Rect(0, 0, 256, 256);
        float[] values = fill(new PixelNoise(7, 4), region, 0, 0, 4);
        // then
        double sum = 0;
        double squares = 0;
        double fourth = 0;
        for (float value : values) {
            sum += value;
            squares += value * value;
            fourth += Math.pow(value, 4);
        }
        int n = values.length;
        assertThat(sum / n).isCloseTo(0, Offset.offset(0.01));
        assertThat(squares / n).isCloseTo(1, Offset.offset(0.01));
        assertThat(fourth / n).isCloseTo(3, Offset.offset(0.06));
    }

    @Test
    void polynomialsAgreeWithTheFunctionsTheyStandFor() {
        // given random words and the extremes
        Random random = new Random(5);
        int[] words = random.ints(100_000).toArray();
        int[] extremes = {0, 0, -1, -1, 1, 1 << 29, Integer.MIN_VALUE, 3 << 29, 0, 1 << 30, 5, -(1 << 29)};
        System.arraycopy(extremes, 0, words, 0, extremes.length);
        float[] gaussians = new float[words.length];
        // when
        BoxMuller.transform(words, gaussians, words.length);
        // then
        for (int i = 0; i < words.length; i += 2) {
            double radius = StrictMath.sqrt(-2 * StrictMath.log(((words[i] & 0xFFFFFFFFL) + 0.5) * 0x1p-32));
            double angle = 2 * Math.PI * (words[i + 1] & 0xFFFFFFFFL) * 0x1p-32;
            assertThat((double) gaussians[i]).isCloseTo(radius * StrictMath.cos(angle), Offset.offset(1e-6));
            assertThat((double) gaussians[i + 1]).isCloseTo(radius * StrictMath.sin(angle), Offset.offset(1e-6));
        }
    }

    private static float[] fill(PixelNoise noise, Rect region, int draw, int group, int factor) {
        float[] values = new float[factor * region.pixels()];
        noise.fill(region, draw, group, values);
        return values;
    }
}
