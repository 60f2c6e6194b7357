package io.acuity.diffusion.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.acuity.diffusion.tiles.Rect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MagnificationTest {
    @Test
    void sidesAreRoundedHalfToEven() {
        // given
        Magnification fractional = new Magnification(2.5);

        // then
        assertThat(fractional.length(3)).isEqualTo(8);
        assertThat(fractional.length(5)).isEqualTo(12);
        assertThat(fractional.isWhole()).isFalse();
        assertThat(new Magnification(4).length(7)).isEqualTo(28);
        assertThat(new Magnification(4)).hasToString("4");
        assertThat(new Magnification(2.7)).hasToString("2.7");
    }

    @ParameterizedTest
    @CsvSource({"1.01, 14", "1.3, 1", "1.5, 3", "2.7, 14", "3.9999, 3", "7.77, 15"})
    void partsLieWithinTheResultAndLeaveNoGap(double factor, int stride) {
        // given: how an image of any length is cut
        Magnification magnification = new Magnification(factor);
        FrameChop chop = new FrameChop(stride, stride).overlapping();
        for (int length = 17; length < 120; length++) {
            int result = magnification.length(length);
            int side = chop.patch(length);
            int covered = 0;
            for (int start : chop.starts(length)) {
                // when
                Rect place = magnification.place(new Rect(start, 0, side, side), length, side);
                // then
                assertThat(place.x()).isBetween(0, covered);
                covered = place.endX();
            }
            assertThat(covered).isEqualTo(result);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, -1, Double.NaN, Double.POSITIVE_INFINITY, 64.5})
    void whatIsNoMagnificationIsRefused(double factor) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Magnification(factor))
                .withMessageContaining("from 1 to 64");
    }
}
