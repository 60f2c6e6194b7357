package io.acuity.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.JobState;
import io.acuity.streaming.lane.LaneRecord;
import io.opentelemetry.context.Context;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EndingsTest {
    private final Endings endings = new Endings();
    private final LaneRecord first = record(1, 1);
    private final LaneRecord second = record(2, 1);

    private static LaneRecord record(long offset, int attempt) {
        return new LaneRecord("acuity.requests", 3, offset, null, null, Instant.EPOCH, attempt, Context.root());
    }

    @Test
    void theFirstRecordOfAJobIsWorkedOnInEveryAttemptAndTheSecondIsNot() {
        // given
        boolean begun = endings.claim("job", first);

        // when
        boolean twice = endings.claim("job", second);
        boolean again = endings.claim("job", record(1, 2));

        // then
        assertThat(begun).isTrue();
        assertThat(twice).isFalse();
        assertThat(again).isTrue();
    }

    @Test
    void aRecordThatLeftIsFreeForWhoeverHasTheJobNext() {
        // given
        endings.claim("job", first);

        // when
        endings.release("job", first);

        // then
        assertThat(endings.claim("job", second)).isTrue();
    }

    @Test
    void onlyTheRecordThatHasTheJobGivesItBack() {
        // given
        endings.claim("job", first);

        // when: the second was never worked on
        endings.release("job", second);

        // then
        assertThat(endings.claim("job", second)).isFalse();
    }

    @Test
    void aJobThatEndedAnywhereIsNotBegunAgain() {
        // given
        endings.told("job", JobState.STARTED);
        boolean before = endings.hasEnded("job");

        // when
        endings.told("job", JobState.FAILED);

        // then
        assertThat(before).isFalse();
        assertThat(endings.hasEnded("job")).isTrue();
        assertThat(endings.claim("job", first)).isFalse();
    }

    @Test
    void anEndThatComesWhileARecordIsInWorkCounts() {
        // given
        endings.claim("job", first);

        // when: another worker had the same request, and was faster
        endings.told("job", JobState.SUCCEEDED);
        endings.release("job", first);

        // then
        assertThat(endings.hasEnded("job")).isTrue();
    }
}
