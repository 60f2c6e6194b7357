package io.acuity.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void jobsAreSpreadEvenlyAndTheFirstIsDueAtOnce() {
        // given: ten jobs in five seconds
        Pace pace = Pace.spread(10, Duration.ofSeconds(5));

        // when
        boolean first = pace.take(7 * SECOND);
        boolean early = pace.take(7 * SECOND + SECOND / 4);
        boolean second = pace.take(7 * SECOND + SECOND / 2);

        // then
        assertThat(first).isTrue();
        assertThat(early).isFalse();
        assertThat(second).isTrue();
    }

    @Test
    void whatWasMissedIsMadeUpFor() {
        // given
        Pace pace = Pace.spread(10, Duration.ofSeconds(10));
        pace.take(0);

        // when: nobody asked for three seconds
        int taken = 0;
        while (pace.take(3 * SECOND)) {
            taken++;
        }

        // then
        assertThat(taken).isEqualTo(3);
    }

    @Test
    void faultsBeginAfterOnePeriod() {
        // given
        Pace pace = Pace.every(Duration.ofSeconds(5));

        // when
        boolean atOnce = pace.take(SECOND);
        boolean later = pace.take(6 * SECOND);
        boolean again = pace.take(6 * SECOND);

        // then
        assertThat(atOnce).isFalse();
        assertThat(later).isTrue();
        assertThat(again).isFalse();
    }
}
