package io.acuity.assembler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FrameRateTest {
    private final FrameRate rate = new FrameRate();

    @Test
    void thereIsNoneBeforeThereAreTwoMoments() {
        // when
        rate.mark(1, 0);

        // then
        assertThat(rate.perSecond()).isEmpty();
    }

    @Test
    void itIsThatOfTheLastTenSeconds() {
        // given: ten frames in each of the first twenty seconds
        for (int second = 0; second <= 20; second++) {
            rate.mark(10L * second, seconds(second));
        }
        assertThat(rate.perSecond()).hasValue(10.0);

        // when: only two in each of the next ten
        for (int second = 21; second <= 30; second++) {
            rate.mark(200 + 2L * (second - 20), seconds(second));
        }

        // then
        assertThat(rate.perSecond()).hasValue(2.0);
    }

    private static long seconds(int count) {
        return Duration.ofSeconds(count).toNanos();
    }
}
