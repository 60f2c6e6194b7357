package io.acuity.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.JobState;
import io.acuity.events.JobView;
import io.acuity.gateway.access.Caller;
import io.acuity.gateway.access.Role;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnderWayTest {

    private static final Caller ANN = new Caller("ann", Set.of(Role.USER));
    private static final Caller BOB = new Caller("bob", Set.of(Role.USER));

    private final JobBoard board = new JobBoard(BoardLimits.DEFAULT, Clock.systemUTC());

    @ParameterizedTest
    @EnumSource(
            value = JobState.class,
            names = {"SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED"})
    void aJobIsUnderWayFromItsAcceptanceToItsEnd(JobState end) {
        // given
        board.admit("a", "print", ANN);
        board.admit("b", "print", ANN);
        board.admit("c", "print", BOB);
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
        board.admit("a", "print", ANN);
        board.admit("a", "print", ANN);

        // then
        assertThat(board.underWay().of("ann")).isEqualTo(1);
    }

    @Test
    void whatCouldNotBePublishedIsNotUnderWay() {
        // given
        board.admit("a", "print", ANN);

        // when
        board.withdraw("a");

        // then
        assertThat(board.underWay().of("ann")).isZero();
    }

    @Test
    void whatAnotherGatewayAcceptedCountsForItsOwner() {
        // when
        board.tell(
                "a",
                JobView.newBuilder(view("a", JobState.STARTED)).setOwner("ann").build());

        // then
        assertThat(board.underWay().of("ann")).isEqualTo(1);
    }

    private static JobView view(String id, JobState state) {
        return JobView.newBuilder()
                .setJobId(id)
                .setState(state)
                .setUpdatedAt(Instant.now())
                .build();
    }
}
