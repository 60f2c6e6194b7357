package io.acuity.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.events.MetricsWindow;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.streaming.metrics.LatencySums;
import io.acuity.streaming.metrics.MetricsWindows;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsQueryTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:30:10Z");
    private static final String SMALL = "acuity-s-x4@0123456789ab";
    private static final String MASKED = "acuity-m-x4@ba9876543210";

    @Test
    void minutesBecomeLongerWindowsNewestFirst() {
        // given
        List<MetricsWindow> minutes = List.of(
                minute("2026-11-21T11:59:00Z", SMALL, 100),
                minute("2026-11-21T12:00:00Z", SMALL, 200),
                minute("2026-11-21T12:29:00Z", SMALL, 400),
                minute("2026-11-21T12:29:00Z", MASKED, 800));

        // when
        var answer = query("window", "PT1H").of(minutes);

        // then
        assertThat(answer.windows())
                .extracting(window -> window.getStart() + " " + window.getModel() + " " + window.getSucceeded())
                .containsExactly(
                        "2026-11-21T12:00:00Z acuity-s-x4 2",
                        "2026-11-21T12:00:00Z acuity-m-x4 1",
                        "2026-11-21T11:00:00Z acuity-s-x4 1");
        assertThat(answer.windows().getFirst().getEnd()).isEqualTo("2026-11-21T13:00:00Z");
        assertThat(answer.windows().getFirst().getLatency().getCount()).isEqualTo(2);
        assertThat(minutes.getFirst().getStart()).isEqualTo("2026-11-21T11:59:00Z");
    }

    @Test
    void onlyWhatWasAskedForIsTold() {
        // given
        List<MetricsWindow> minutes =
                List.of(minute("2026-11-21T12:00:00Z", SMALL, 1), minute("2026-11-21T12:00:00Z", MASKED, 1));

        // then
        assertThat(query("model", "acuity-m-x4").of(minutes).windows())
                .extracting(MetricsWindow::getCheckpoint)
                .containsExactly(MASKED);
        assertThat(query("checkpoint", SMALL).of(minutes).windows())
                .extracting(MetricsWindow::getCheckpoint)
                .containsExactly(SMALL);
    }

    @Test
    void anAnswerHoldsNoMoreThanItsLimitAndSaysSo() {
        // given
        List<MetricsWindow> minutes =
                List.of(minute("2026-11-21T12:00:00Z", SMALL, 1), minute("2026-11-21T12:01:00Z", SMALL, 1));

        // when
        var answer = query("limit", "1").of(minutes);

        // then
        assertThat(answer.truncated()).isTrue();
        assertThat(answer.windows())
                .singleElement()
                .satisfies(window -> assertThat(window.getStart()).isEqualTo("2026-11-21T12:01:00Z"));
        assertThat(query("limit", "2").of(minutes).truncated()).isFalse();
    }

    @Test
    void aDayBeforeNowIsMeantWhenNothingIsSaid() {
        // when
        MetricsQuery query = query("window", "PT1H");

        // then: from the whole window that holds it
        assertThat(query.from()).isEqualTo("2026-11-20T12:00:00Z");
        assertThat(query.to()).isEqualTo(NOW);
    }

    @Test
    void timesThatAreNoneOrTheWrongWayRoundAreRefused() {
        assertThatThrownBy(() -> query("from", "yesterday"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("from");
        assertThatThrownBy(() -> query("from", "2026-11-22T00:00:00Z"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("before to");
    }

    private static MetricsQuery query(String name, String value) {
        return MetricsQuery.of(MultiMap.caseInsensitiveMultiMap().add(name, value), NOW);
    }

    private static MetricsWindow minute(String start, String checkpoint, long millis) {
        return MetricsWindow.newBuilder()
                .setModel(checkpoint.substring(0, checkpoint.indexOf('@')))
                .setCheckpoint(checkpoint)
                .setStart(Instant.parse(start))
                .setEnd(Instant.parse(start).plus(MetricsWindows.LENGTH))
                .setSucceeded(1)
                .setLatency(LatencySums.of(millis))
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "to,-1000000000-01-01T00:00:00Z",
        "from,-1000000000-01-01T00:00:00Z",
        "to,+1000000000-12-31T23:59:59Z",
        "from,+300000000-01-01T00:00:00Z"
    })
    void instantsThatNoClockTellsAreRefused(String name, String instant) {
        assertThatThrownBy(() -> query(name, instant))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("must lie in the years 1970 to 9999");
    }
}
