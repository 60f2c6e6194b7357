package io.acuity.streaming.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private final RetryPolicy policy = RetryPolicy.threeTimes(failure -> !(failure instanceof IllegalArgumentException))
            .outlasting(failure -> failure instanceof IOException);

    @Test
    void whatMayPassIsTriedThreeTimes() {
        assertThat(attempts(new IllegalStateException("device lost"))).isEqualTo(3);
    }

    @Test
    void whatIsTheRecordsFaultIsFinal() {
        assertThat(attempts(new IllegalArgumentException("no image"))).isEqualTo(1);
    }

    @Test
    void anOutageOfMinutesIsOutlasted() {
        // when
        int attempts = attempts(new IOException("No space left on device"));

        // then
        Duration waited =
                IntStream.range(1, attempts).mapToObj(policy::pauseAfter).reduce(Duration.ZERO, Duration::plus);
        assertThat(waited).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(3));
    }

    private int attempts(Throwable failure) {
        int attempt = 1;
        while (policy.retries(attempt, failure)) {
            attempt++;
        }
        return attempt;
    }
}
