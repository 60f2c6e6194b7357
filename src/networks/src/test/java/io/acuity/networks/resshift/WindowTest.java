package io.acuity.networks.resshift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WindowTest {
    @Test
    void aTokenSeesItselfAtTheMiddleOfTheTable() {
        // given
        Window window = new Window(8, 4);

        // when
        long[] positions = window.relativePositions();

        // then: the entries that public code stores for its first query
        assertThat(positions[0]).isEqualTo(7 * 15 + 7);
        assertThat(positions[1]).isEqualTo(7 * 15 + 6);
        assertThat(positions[8]).isEqualTo(6 * 15 + 7);
        assertThat(positions[63]).isZero();
        assertThat(positions[63 * 64]).isEqualTo(224);
        assertThat(Arrays.stream(positions).distinct().count()).isEqualTo(window.positions());
    }

    @Test
    void onlyTheLastRowOfWindowsIsSplitAndByItsColumns() {
        // given: as the published code does, which means to split rows there
        Window window = new Window(8, 4);

        // when
        float[] separations = window.separations(3);

        // then
        int all = 64 * 64;
        for (int i = 0; i < 2 * all; i++) {
            assertThat(separations[i]).isZero();
        }
        for (int query = 0; query < 64; query++) {
            for (int key = 0; key < 64; key++) {
                boolean sameHalf = query % 8 / 4 == key % 8 / 4;
                assertThat(separations[2 * all + query * 64 + key]).isEqualTo(sameHalf ? 0f : -100f);
            }
        }
    }

    @Test
    void anOddWindowIsSplitUnevenly() {
        // given, when
        float[] separation = new Window(7, 3).separation(true);

        // then: columns 0 to 3 against 4 to 6
        assertThat(separation[3]).isZero();
        assertThat(separation[4]).isEqualTo(-100f);
        assertThat(separation[4 * 49 + 6]).isZero();
    }
}
