package io.acuity.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.InlinePayload;
import io.acuity.events.JobState;
import io.acuity.events.JobView;
import io.acuity.events.Outcome;
import io.acuity.events.UpscaleResult;
import io.acuity.gateway.access.Caller;
import io.acuity.gateway.access.Role;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobBoardTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final JobBoard board = new JobBoard(new BoardLimits(3, 1 << 20), CLOCK);

    @Test
    void anAcceptedJobIsKnownBeforeTheTrackerTells() {
        // when
        var first = board.admit("a", "print", Caller.ANYBODY);
        var second = board.admit("a", "print", Caller.ANYBODY);

        // then
        assertThat(first).isEmpty();
        assertThat(second).hasValueSatisfying(view -> {
            assertThat(view.getState()).isEqualTo(JobState.ACCEPTED);
            assertThat(view.getFingerprint()).isEqualTo("print", Caller.ANYBODY);
        });

        // and when
        board.tell("a", view("a", JobState.STARTED));

        // then
        assertThat(board.find("a"))
                .hasValueSatisfying(view -> assertThat(view.getState()).isEqualTo(JobState.STARTED));
    }

    @Test
    void aJobStaysItsOwnersWhenItsWorkerIsHeardOfBeforeItsRequest() {
        // given
        Caller anna = new Caller("anna", Set.of(Role.USER));
        board.admit("a", "print", anna);

        // when: the tracker has read the worker's news, and not yet the request
        board.tell("a", view("a", JobState.STARTED));

        // then
        assertThat(board.find("a", anna))
                .hasValueSatisfying(view -> assertThat(view.getState()).isEqualTo(JobState.STARTED));
        assertThat(board.find("a", new Caller("bert", Set.of(Role.USER)))).isEmpty();
        assertThat(board.list(null, null, 2, anna).jobs()).hasSize(1);
        assertThat(board.find("a", Caller.NOBODY)).isEmpty();
    }

    @Test
    void aWaitingJobKnowsHowManyWaitLonger() {
        // given: b has waited longest, whatever was told last
        board.tell("b", waiting("b", 1));
        board.tell("a", waiting("a", 2));
        board.admit("c", "print", Caller.ANYBODY);

        // when, then
        assertThat(board.status("b").orElseThrow().ahead()).isZero();
        assertThat(board.status("a").orElseThrow().ahead()).isEqualTo(1);
        assertThat(board.status("c").orElseThrow().ahead()).isEqualTo(2);

        // and when
        board.tell("b", view("b", JobState.STARTED));

        // then
        assertThat(board.status("b").orElseThrow().ahead()).isNull();
        assertThat(board.status("c").orElseThrow().ahead()).isEqualTo(1);
        assertThat(JobJson.of(board.status("c").orElseThrow())
                        .getJsonObject("queue")
                        .getInteger("position"))
                .isEqualTo(2);
    }

    @Test
    void aJobsOwnProgressTellsHowLongItTakes() {
        // given: a quarter was done in three seconds
        board.tell(
                "a",
                JobView.newBuilder(view("a", JobState.STARTED))
                        .setStartedAt(NOW)
                        .setUpdatedAt(NOW.plusSeconds(3))
                        .setTilesDone(4)
                        .setTilesTotal(16)
                        .build());

        // when, then
        assertThat(board.status("a").orElseThrow().left()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void aListIsReadInPartsAcrossChanges() {
        // given
        board.tell("a", waiting("a", 1));
        board.tell("b", waiting("b", 2));
        board.tell("c", waiting("c", 3));

        // when: the job that was listed last goes meanwhile
        JobPage first = board.list(null, null, 2, Caller.ANYBODY);
        board.tell("b", null);
        String next = Objects.requireNonNull(first.next()).encode();
        JobPage second = board.list(null, JobCursor.decode(next).orElseThrow(), 2, Caller.ANYBODY);

        // then
        assertThat(ids(first)).containsExactly("c", "b");
        assertThat(ids(second)).containsExactly("a");
        assertThat(second.next()).isNull();
    }

    private static java.util.List<String> ids(JobPage page) {
        return page.jobs().stream().map(job -> job.view().getJobId()).toList();
    }

    private static JobView waiting(String jobId, int second) {
        return JobView.newBuilder(view(jobId, JobState.ACCEPTED))
                .setAcceptedAt(NOW.minusSeconds(60 - second))
                .build();
    }

    @Test
    void aWithdrawnAdmissionIsForgotten() {
        // given
        board.admit("a", "print", Caller.ANYBODY);

        // when
        board.withdraw("a");

        // then
        assertThat(board.find("a")).isEmpty();
    }

    @Test
    void aTombstoneRemoves() {
        // given
        board.tell("a", view("a", JobState.STARTED));

        // when
        board.tell("a", null);

        // then
        assertThat(board.find("a")).isEmpty();
    }

    @Test
    void beyondItsLimitsTheBoardForgetsWhatHadNoNewsForLongest() {
        // given
        board.tell("a", view("a", JobState.STARTED));
        board.tell("b", view("b", JobState.STARTED));
        board.tell("c", view("c", JobState.STARTED));
        board.tell("a", view("a", JobState.STARTED));

        // when
        board.tell("d", view("d", JobState.STARTED));

        // then
        assertThat(board.find("b")).isEmpty();
        assertThat(board.find("a")).isPresent();

        // and when: two results that do not fit together
        board.tell("c", finished("c", 600_000));
        board.tell("d", finished("d", 600_000));

        // then
        assertThat(board.find("c")).isEmpty();
        assertThat(board.find("d")).isPresent();
    }

    @Test
    void admissionsAgeAway() {
        // given
        board.admit("a", "print", Caller.ANYBODY);
        var later = new JobBoard(BoardLimits.DEFAULT, Clock.offset(CLOCK, Duration.ofMinutes(6)));

        // when
        later.admit("b", "print", Caller.ANYBODY);

        // then
        assertThat(later.find("a")).isEmpty();
        assertThat(later.find("b")).isPresent();
    }

    @Test
    void theJsonFollowsTheContract() {
        // when
        JsonObject json = JobJson.of(JobStatus.of(finished("a", 3)));

        // then
        assertThat(json.getString("id")).isEqualTo("a");
        assertThat(json.getString("status")).isEqualTo("succeeded");
        assertThat(json.getJsonObject("result").getString("mediaType")).isEqualTo("image/png");
        assertThat(json.getJsonObject("result").getInteger("size")).isEqualTo(3);
        assertThat(json.getJsonObject("links").getString("result")).isEqualTo("/v1/upscales/a/result");
        assertThat(json.containsKey("failure")).isFalse();
        assertThat(json.containsKey("progress")).isFalse();
    }

    private static JobView view(String jobId, JobState state) {
        return JobView.newBuilder()
                .setJobId(jobId)
                .setState(state)
                .setUpdatedAt(NOW)
                .build();
    }

    private static JobView finished(String jobId, int bytes) {
        InlinePayload output = InlinePayload.newBuilder()
                .setMediaType("image/png")
                .setData(ByteBuffer.allocate(bytes))
                .build();
        return JobView.newBuilder(view(jobId, JobState.SUCCEEDED))
                .setResult(UpscaleResult.newBuilder()
                        .setJobId(jobId)
                        .setOutcome(Outcome.SUCCEEDED)
                        .setOutput(output)
                        .setWorker("w")
                        .setCompletedAt(NOW)
                        .build())
                .build();
    }
}
