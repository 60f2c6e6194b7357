package io.acuity.tracker.frames;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.FailureCode;
import io.acuity.events.FrameResult;
import io.acuity.events.FrameState;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is missing, and how long it is waited for. */
class FrameGapTest extends FrameOrderFixture {

    @Test
    void aFrameThatWasNeverRequestedBecomesAGapWhenALaterOneWaitedLongEnough() {
        // given
        ask("a", 0, 1);
        ask("a", 3, 5);
        done("a", 0);
        done("a", 3);

        // when
        pass(GAP.minusSeconds(1));

        // then
        assertThat(briefly()).containsExactly("a 0 UPSCALED");

        // and when
        pass(Duration.ofSeconds(2));

        // then: both missing frames, and what waited behind them, but not the one that a worker still has
        List<FrameResult> told = told();
        assertThat(told).extracting(FrameOrderFixture::brief).containsExactly("a 1 GAP", "a 2 GAP", "a 3 UPSCALED");
        assertThat(told.getFirst().getFailure().getCode()).isEqualTo(FailureCode.INVALID_REQUEST);
        assertThat(told.getFirst().getFailure().getMessage())
                .isEqualTo("Frame 1 of clip a was never requested, though frame 3 was more than 10 s ago; publish"
                        + " each index from 0 once.");
        assertThat(told.getFirst().getImage()).isNull();
    }

    @Test
    void everyOtherFrameMissingIsOneWaitAndNotMany() {
        // given
        for (int i = 1; i < 400; i += 2) {
            ask("a", i, i + 1);
            done("a", i);
        }

        // when
        pass(LONGER);

        // then
        assertThat(told()).extracting(FrameResult::getIndex).isEqualTo(indexes(400));
    }

    @Test
    void aLongHoleIsToldInParts() {
        // given
        done("a", 25_000);

        // when
        pass(LONGER);

        // then
        assertThat(told()).hasSize(10_000);

        // and when
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));

        // then
        assertThat(told()).hasSize(15_001).last().isEqualTo(Frames.outcome("a", 25_000));
        assertNothingIsKept();
    }

    @Test
    void aFrameWithAWorkerIsWaitedForHoweverLong() {
        // given
        ask("a", 0, 2);
        end("a", 2);
        done("a", 1);

        // when
        pass(Duration.ofDays(2));

        // then
        assertThat(told()).isEmpty();

        // and when
        done("a", 0);

        // then
        assertThat(briefly()).containsExactly("a 0 UPSCALED", "a 1 UPSCALED", "a 2 END");
    }

    @Test
    void aFrameBecomesAGapSomeTimeAfterItsDeadline() {
        // given
        ask(Frames.due("a", 0, NOON.plusSeconds(5)));
        ask(Frames.due("a", 1, NOON.plusSeconds(6)));
        ask("a", 2, 3);
        done("a", 2);

        // when
        pass(Duration.ofSeconds(14));

        // then
        assertThat(told()).isEmpty();

        // and when
        pass(Duration.ofSeconds(3));

        // then
        List<FrameResult> told = told();
        assertThat(told).extracting(FrameOrderFixture::brief).containsExactly("a 0 GAP", "a 1 GAP", "a 2 UPSCALED");
        assertThat(told.getFirst().getTime()).isEqualTo(Frames.request("a", 0).getTime());
        assertThat(told.getFirst().getFailure().getMessage())
                .contains("2026-11-21T12:00:05Z")
                .contains("10 s after its deadline");
    }

    @Test
    void whatComesAfterItsGapWasToldIsDropped() {
        // given
        ask("a", 1, 2);
        done("a", 1);
        pass(LONGER);
        assertThat(briefly()).containsExactly("a 0 GAP", "a 1 UPSCALED");

        // when
        ask("a", 0, 1);
        done("a", 0);
        pass(LONGER);

        // then
        assertThat(told()).isEmpty();
        assertNothingIsKept();
    }

    @Test
    void aLiveClipThatStopsMakesNoGaps() {
        // given
        ask("cam", 0, 3);
        IntStream.range(0, 3).forEach(index -> done("cam", index));
        told();

        // when
        pass(Duration.ofHours(5));

        // then
        assertThat(told()).isEmpty();

        // and when
        ask("cam", 3, 4);
        done("cam", 3);

        // then
        assertThat(briefly()).containsExactly("cam 3 UPSCALED");
    }

    @Test
    void patienceBeginsAnewWhenATrackerTakesUpItsWork() {
        // given: frame 0 was requested on another partition, which nobody read for a while
        done("a", 1);
        pass(GAP.minusSeconds(1));

        // when: a change among the trackers
        settledAt = NOON.plusSeconds(9).toEpochMilli();
        pass(GAP.minusSeconds(1));

        // then
        assertThat(told()).isEmpty();

        // and when
        done("a", 0);

        // then
        assertThat(briefly()).containsExactly("a 0 UPSCALED", "a 1 UPSCALED");
    }

    @Test
    void failuresAndGapsOfWorkersHaveTheirTurnToo() {
        // given
        FrameResult failed = FrameResult.newBuilder(Frames.outcome("a", 0))
                .setState(FrameState.FAILED)
                .setImage(null)
                .build();
        FrameResult late = FrameResult.newBuilder(Frames.outcome("a", 1))
                .setState(FrameState.GAP)
                .setImage(null)
                .build();

        // when
        tell(late);
        tell(failed);

        // then
        assertThat(told()).containsExactly(failed, late);
    }
}
