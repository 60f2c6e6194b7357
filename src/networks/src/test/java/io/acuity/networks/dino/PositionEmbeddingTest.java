package io.acuity.networks.dino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PositionEmbeddingTest {
    @Test
    void aSquareOfTheTrainedSizeIsTakenAsItIs() {
        // given
        PositionEmbedding embedding = ramp(4);

        // then
        assertThat(embedding.forImage(32, 32, 8)).isSameAs(embedding.values());
    }

    @Test
    void asManyPatchesThatAreNotASquareAreInterpolated() {
        // given: 16 patches as 2 by 8
        float[] positions = ramp(4).forImage(16, 64, 8);

        // then: the class token's own position stays, and a ramp over columns remains one away from the borders
        assertThat(positions).hasSize(17);
        assertThat(positions[0]).isEqualTo(-7);
        double step = 4 / 8.1;
        assertThat(positions[1 + 3]).isCloseTo((float) (3.5 * step - 0.5), within(0.06f));
        assertThat(positions[1 + 4] - positions[1 + 3]).isCloseTo((float) step, within(0.12f));
    }

    @Test
    void constantsStayConstantsAtAnySize() {
        // given
        float[] ones = new float[1 + 9];
        Arrays.fill(ones, 1);

        // then
        for (float value : new PositionEmbedding(3, 1, ones).forImage(5 * 16, 11 * 16, 16)) {
            assertThat(value).isCloseTo(1f, within(1e-6f));
        }
    }

    /** Positions that equal the column; the class token's is −7. */
    private static PositionEmbedding ramp(int grid) {
        float[] values = new float[1 + grid * grid];
        values[0] = -7;
        for (int i = 0; i < grid * grid; i++) {
            values[1 + i] = i % grid;
        }
        return new PositionEmbedding(grid, 1, values);
    }
}
