package io.acuity.attention.learned;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WindowsTest {
    @Test
    void coverTheAxisWithOverlap() {
        for (int total = 8; total < 3000; total += 8) {
            // when
            Windows windows = Windows.cover(total, 384, 8);

            // then
            int[] starts = windows.starts();
            assertThat(starts[0]).isZero();
            assertThat(starts[starts.length - 1] + windows.length()).isEqualTo(total);
            assertThat(windows.length()).isLessThanOrEqualTo(384);
            for (int i = 1; i < starts.length; i++) {
                assertThat(starts[i] % 8).isZero();
                assertThat(starts[i - 1] + windows.length() - starts[i]).isGreaterThanOrEqualTo(384 / 8 - 8);
            }
        }
    }

    @Test
    void noPlaceOfAWindowCountsForNothing() {
        for (int cells : new int[] {1, 2, 7, 48, 384}) {
            for (int i = 0; i < cells; i++) {
                assertThat(Windows.weight(cells, i)).isPositive().isLessThanOrEqualTo(1);
            }
            assertThat(Windows.weight(cells, cells / 2)).isGreaterThanOrEqualTo(0.5f);
        }
    }
}
