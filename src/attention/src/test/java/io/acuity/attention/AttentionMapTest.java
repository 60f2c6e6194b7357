package io.acuity.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Plane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttentionMapTest {
    @Test
    void enlargesBilinearlyWithAlignedCentres() {
        // given a grid of two values
        FloatImage grid = new FloatImage(1, 1, 2, new float[] {0, 1});

        // when
        FloatImage map = AttentionMap.resized(grid, 2, 4).toImage();

        // then the source coordinates of the columns are −0.25 (clamped), 0.25, 0.75 and 1.25 (beyond the last)
        float[] expected = {0, 0.25f, 0.75f, 1, 0, 0.25f, 0.75f, 1};
        for (int i = 0; i < expected.length; i++) {
            assertThat(map.values()[i]).isCloseTo(expected[i], within(1f / Plane.MAX));
        }
    }

    @Test
    void aGridOfTheSameSizeIsTheMap() {
        // given
        FloatImage grid = new FloatImage(1, 1, 3, new float[] {0, 0.4f, 1});

        // then
        assertThat(AttentionMap.resized(grid, 1, 3).toImage().values())
                .containsExactly(0, Math.round(0.4f * Plane.MAX) / 65535f, 1);
    }

    @Test
    void keepsNoReferenceToTheValuesItWasMadeOf() {
        // given
        FloatImage values = new FloatImage(1, 1, 2, new float[] {0.5f, 1});
        AttentionMap map = AttentionMap.of(values);
        float[] before = map.toImage().values();

        // when
        values.values()[0] = 0;

        // then
        assertThat(map.toImage().values()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17, 128, 254, 255})
    void aSampleOfEightBitsIsItsShareOf255(int sample) {
        // given
        Plane plane = new Plane(1, 1);
        plane.set(0, 0, sample * 257);

        // then to the bit
        assertThat(AttentionMap.of(plane).toImage().values()[0]).isEqualTo(sample / 255f);
    }

    @Test
    void aCoarserGridTakesTheLargestValueOfEachCell() {
        // given
        FloatImage values = new FloatImage(1, 3, 3, new float[] {0, 0.2f, 1, 0.4f, 0, 0, 0, 0.6f, 0.8f});

        // when
        FloatImage cells = AttentionMap.of(values).maxima(2);

        // then
        assertThat(new int[] {cells.height(), cells.width()}).containsExactly(2, 2);
        float[] expected = {0.4f, 1, 0.6f, 0.8f};
        for (int i = 0; i < 4; i++) {
            assertThat(cells.values()[i]).isCloseTo(expected[i], within(1f / Plane.MAX));
        }
    }

    @Test
    void meansTheMeanOfAllValues() {
        assertThat(AttentionMap.uniform(3, 5, 1).mean()).isEqualTo(1);
        assertThat(AttentionMap.of(new FloatImage(1, 1, 4, new float[] {0, 1, 1, 0}))
                        .mean())
                .isEqualTo(0.5);
    }

    @Test
    void refusesWhatIsNoMap() {
        assertThatThrownBy(() -> AttentionMap.of(new FloatImage(1, 1, 1, new float[] {1.01f})))
                .hasMessage("An attention map has values from 0 to 1, not 1.01.");
        assertThatThrownBy(() -> AttentionMap.of(new FloatImage(1, 1, 1, new float[] {Float.NaN})))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AttentionMap.of(FloatImage.zeros(3, 1, 1)))
                .hasMessage("An attention map has one channel, not 3.");
        assertThatThrownBy(() -> AttentionMap.uniform(0, 4, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
