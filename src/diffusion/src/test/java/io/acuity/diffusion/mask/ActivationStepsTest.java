package io.acuity.diffusion.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.acuity.imaging.FloatImage;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationStepsTest {
    @ParameterizedTest(name = "A = {0}: {1} of 200 steps")
    @CsvSource({"0, 40", "0.3, 100", "0.7, 180", "0.8, 200", "1, 200"})
    void countsOfThePublishedExample(double attention, int expected) {
        assertThat(ActivationSteps.activation(attention, 0.2, 200)).isEqualTo(expected);
    }

    @Test
    void everyPixelIsRefinedAtLeastInTheLastStep() {
        assertThat(ActivationSteps.activation(0f, 0, 200)).isEqualTo(1);
        assertThat(ActivationSteps.activation(0f, 0.2, 1)).isEqualTo(1);
        assertThat(ActivationSteps.activation(1f, 1, 7)).isEqualTo(7);
    }

    @ParameterizedTest(name = "lower bound {0}")
    @ValueSource(doubles = {0, 0.1, 0.2, 0.5, 1})
    void masksOnlyGrowTowardsTheEndAndAreFullThere(double lowerBound) {
        // given
        int steps = 17;
        ActivationSteps mask = ActivationSteps.of(random(9, 13), lowerBound, steps);
        long before = 0;
        for (int index = steps - 1; index >= 0; index--) {
            // then
            float[] now = mask.mask(index);
            for (int pixel = 0; pixel < now.length; pixel++) {
                assertThat(now[pixel]).isEqualTo(mask.isActive(pixel, index) ? 1f : 0f);
                assertThat(mask.isActive(pixel, index)).isEqualTo(index + 1 <= mask.at(pixel / 13, pixel % 13));
            }
            assertThat(mask.activeCount(index)).isGreaterThanOrEqualTo(before);
            before = mask.activeCount(index);
        }
        assertThat(before).isEqualTo(9 * 13);
    }

    @Test
    void coarserCellIsActiveWithItsFirstPixel() {
        // given
        FloatImage map = random(7, 10);
        ActivationSteps fine = ActivationSteps.of(map, 0.2, 20);
        // when
        ActivationSteps coarse = fine.coarser(4);
        // then the cells cover the map, the last ones in part
        assertThat(coarse.height()).isEqualTo(2);
        assertThat(coarse.width()).isEqualTo(3);
        for (int cellY = 0; cellY < 2; cellY++) {
            for (int cellX = 0; cellX < 3; cellX++) {
                float largest = 0;
                for (int y = 4 * cellY; y < Math.min(7, 4 * cellY + 4); y++) {
                    for (int x = 4 * cellX; x < Math.min(10, 4 * cellX + 4); x++) {
                        largest = Math.max(largest, map.values()[y * 10 + x]);
                    }
                }
                assertThat(coarse.at(cellY, cellX)).isEqualTo(ActivationSteps.activation(largest, 0.2, 20));
            }
        }
        assertThat(fine.coarser(1).mask(9)).containsExactly(fine.mask(9));
    }

    @Test
    void nonsenseIsRefused() {
        FloatImage map = random(2, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> ActivationSteps.of(map, -0.1, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> ActivationSteps.of(map, 1.1, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> ActivationSteps.of(map, Double.NaN, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> ActivationSteps.of(map, 0.2, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> ActivationSteps.everywhere(2, 2, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ActivationSteps.of(map, 0.2, 4).coarser(0));
        assertThatIllegalArgumentException().isThrownBy(() -> ActivationSteps.of(FloatImage.zeros(3, 2, 2), 0.2, 4));
        for (float wrong : new float[] {Float.NaN, -0.01f, 1.01f}) {
            map.values()[3] = wrong;
            assertThatIllegalArgumentException().isThrownBy(() -> ActivationSteps.of(map, 0.2, 4));
        }
    }

    private static FloatImage random(int height, int width) {
        Random random = new Random(5);
        FloatImage map = FloatImage.zeros(1, height, width);
        for (int i = 0; i < map.values().length; i++) {
            map.values()[i] = random.nextFloat();
        }
        return map;
    }
}
