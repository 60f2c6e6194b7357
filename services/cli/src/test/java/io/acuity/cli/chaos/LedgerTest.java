package io.acuity.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.FailureCode;
import io.acuity.events.JobState;
import io.acuity.events.Outcome;
import io.acuity.streaming.lane.LaneKind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(11);

    private final Ledger ledger = new Ledger();

    private static Instant after(double seconds) {
        return NOON.plusMillis(Math.round(seconds * 1000));
    }

    @Test
    void jobsThatEndAsTheirViewsSayKeepEveryPromise() {
        // given
        ledger.accepted("a");
        ledger.accepted("b");

        // when
        ledger.ended("a", "w1", Outcome.SUCCEEDED, null);
        ledger.viewed("a", JobState.SUCCEEDED);
        ledger.ended("b", "w1", Outcome.FAILED, FailureCode.PAYLOAD_MISSING);
        ledger.viewed("b", JobState.FAILED);

        // then
        assertThat(ledger.isSettled()).isTrue();
        Books books = ledger.books();
        assertThat(books.succeeded()).isEqualTo(1);
        assertThat(books.failed()).containsExactly(java.util.Map.entry("PAYLOAD_MISSING", 1L));
        assertThat(Verdict.of(books, 2, LaneKind.ORDERED, LIMIT)).isEmpty();
    }

    @Test
    void whatWasAcceptedAndNeverEndedIsLost() {
        // given
        ledger.accepted("a");
        ledger.accepted("b");

        // when: the second is only told to have begun
        ledger.ended("a", "w1", Outcome.SUCCEEDED, null);
        ledger.viewed("a", JobState.SUCCEEDED);
        ledger.viewed("b", JobState.STARTED);

        // then
        assertThat(ledger.isSettled()).isFalse();
        assertThat(ledger.books().lost()).isEqualTo(1);
        assertThat(Verdict.of(ledger.books(), 2, LaneKind.ORDERED, LIMIT))
                .anyMatch(sentence -> sentence.contains("no result"));
    }

    @Test
    void aSecondResultOfAJobIsNoticedOnceWhoeverWroteIt() {
        // given
        ledger.accepted("a");
        ledger.ended("a", "w1", Outcome.SUCCEEDED, null);

        // when
        ledger.ended("a", "w2", Outcome.SUCCEEDED, null);
        ledger.ended("a", "w3", Outcome.SUCCEEDED, null);

        // then
        assertThat(ledger.books().publishedTwice()).isEqualTo(1);
    }

    @Test
    void aSecondResultBreaksThePromiseOfTheOrderedLaneAlone() {
        // given
        ledger.accepted("a");
        ledger.ended("a", "w1", Outcome.SUCCEEDED, null);
        ledger.viewed("a", JobState.SUCCEEDED);

        // when
        ledger.ended("a", "w2", Outcome.SUCCEEDED, null);

        // then
        assertThat(Verdict.of(ledger.books(), 1, LaneKind.ORDERED, LIMIT))
                .singleElement()
                .asString()
                .contains("more than one result");
        assertThat(Verdict.of(ledger.books(), 1, LaneKind.ELASTIC, LIMIT)).isEmpty();
    }

    @Test
    void aViewThatStaysBehindIsWrong() {
        // given
        ledger.accepted("a");
        ledger.ended("a", "w1", Outcome.SUCCEEDED, null);

        // when
        ledger.viewed("a", JobState.STARTED);

        // then
        assertThat(ledger.books().viewsWrong()).isEqualTo(1);
        assertThat(ledger.isSettled()).isFalse();
    }

    @Test
    void redeliveryCountsFromTheDeathOfTheWorkerThatHadTheJob() {
        // given: one job in work at the death, one done before, one on another worker
        ledger.started("in-work", "w1", after(0));
        ledger.started("done", "w1", after(0));
        ledger.ended("done", "w1", Outcome.SUCCEEDED, null);
        ledger.started("elsewhere", "w2", after(0));

        // when
        ledger.died("w1", after(1));
        ledger.started("in-work", "w2", after(8.5));
        ledger.started("elsewhere", "w2", after(9));

        // then
        assertThat(ledger.books().redelivery()).isEqualTo(new Redeliveries.Worst(1, 7.5, 0, 0));
    }

    @Test
    void aJobThatWentFromOneDeadWorkerToTheNextIsCountedApart() {
        // given
        ledger.started("a", "w1", after(0));

        // when
        ledger.died("w1", after(1));
        ledger.died("w2", after(6));
        ledger.started("a", "w3", after(13));

        // then
        assertThat(ledger.books().redelivery()).isEqualTo(new Redeliveries.Worst(1, 0, 1, 12));
        assertThat(Verdict.of(ledger.books(), 0, LaneKind.ORDERED, LIMIT)).isEmpty();
    }

    @Test
    void aRedeliveryThatTakesTooLongBreaksAPromise() {
        // given
        ledger.started("a", "w1", after(0));
        ledger.died("w1", after(1));

        // when
        ledger.started("a", "w2", after(13));

        // then
        assertThat(Verdict.of(ledger.books(), 0, LaneKind.ORDERED, LIMIT))
                .singleElement()
                .asString()
                .contains("12.0 s");
    }
}
