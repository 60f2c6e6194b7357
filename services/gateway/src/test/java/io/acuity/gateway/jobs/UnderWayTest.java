package io.acuity.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.JobState;
import io.acuity.events.JobView;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnderWayTest {

    private final JobBoard board = new JobBoard(BoardLimits.DEFAULT, Clock.systemUTC());

    @ParameterizedTest
    @EnumSource(
            value = JobState.class,
            names = {"SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED"})
    void aJobIsUnderWayFromItsAcceptanceToItsEnd(JobState end) {
        // given
        board.admit("a", "print", "ann");
        board.admit("b", "print", "ann");
        board.admit("c", "print", "bob");
        board.tell("a", view("a", JobState.STARTED));
        assertThat(board.underWay().of("ann")).isEqualTo(2);

        // when
        board.tell("a", view("a", end));
        board.tell("a", view("a", end));

        // then
        assertThat(board.underWay().of("ann")).isEqualTo(1);
        assertThat(board.underWay().of("bob")).isEqualTo(1);
    }

    @Test
    void aJobCountsOnceHoweverOftenItIsSubmitted() {
        // when
        board.admit("a", "print", "ann");
        board.admit("a", "print", "ann");

        // then
        assertThat(board.underWay().of("ann")).isEqualTo(1);
    }

    @Test
    void whatCouldNotBePublishedIsNotUnderWay() {
        // given
        board.admit("a", "print", "ann");

        // when
        board.withdraw("a");

        // then
        assertThat(board.underWay().of("ann")).isZero();
    }

    private static JobView view(String id, JobState state) {
        return JobView.newBuilder()
                .setJobId(id)
                .setState(state)
                .setUpdatedAt(Instant.now())
                .build();
    }
}
