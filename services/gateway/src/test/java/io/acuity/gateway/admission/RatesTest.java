package io.acuity.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RatesTest {

    private long now;
    private final Rates rates = new Rates(new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return now;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    });

    @Test
    void aMinutesWorthMayComeAtOnceThenAsMuchAsTheRateBringsBack() {
        // given
        for (int i = 0; i < 60; i++) {
            assertThat(rates.take("ann", 60).isConsumed()).isTrue();
        }

        // when
        ConsumptionProbe refused = rates.take("ann", 60);
        now += Duration.ofSeconds(2).toNanos();

        // then
        assertThat(refused.isConsumed()).isFalse();
        assertThat(RateHeaders.seconds(refused.getNanosToWaitForRefill())).isEqualTo(1);
        assertThat(rates.take("ann", 60).isConsumed()).isTrue();
        assertThat(rates.take("ann", 60).isConsumed()).isTrue();
        assertThat(rates.take("ann", 60).isConsumed()).isFalse();
    }

    @Test
    void oneCallerTakesNothingFromAnother() {
        // given
        rates.take("ann", 1);

        // then
        assertThat(rates.take("bob", 1).isConsumed()).isTrue();
        assertThat(rates.take("ann", 1).isConsumed()).isFalse();
    }

    @Test
    void onlyThoseWhoWereHereLastAreRemembered() {
        // given
        rates.take("first", 1);

        // when
        for (int i = 0; i < Rates.MOST_CALLERS; i++) {
            rates.take("caller " + i, 1);
        }

        // then
        assertThat(rates.take("first", 1).isConsumed()).isTrue();
    }
}
