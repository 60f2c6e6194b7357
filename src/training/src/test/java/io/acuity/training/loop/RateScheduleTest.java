package io.acuity.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RateScheduleTest {
    @Test
    void risesThenFallsAlongACosine() {
        // given
        RateSchedule schedule = new RateSchedule(1e-3, 10, RateSchedule.Decay.COSINE);

        // then
        assertThat(schedule.at(0, 110)).isEqualTo(1e-5, within(1e-12));
        assertThat(schedule.at(10, 110)).isEqualTo(1e-3, within(1e-12));
        assertThat(schedule.at(60, 110)).isEqualTo(1e-3 * (0.01 + 0.99 / 2), within(1e-12));
        assertThat(schedule.at(110, 110)).isEqualTo(1e-5, within(1e-12));
    }

    @Test
    void staysWhereItShould() {
        // given
        RateSchedule schedule = new RateSchedule(1e-3, 10, RateSchedule.Decay.CONSTANT);

        // then
        assertThat(schedule.at(5, 110)).isBetween(1e-5, 1e-3);
        assertThat(schedule.at(109, 110)).isEqualTo(1e-3);
    }
}
