package io.acuity.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.InlinePayload;
import io.acuity.events.JobState;
import io.acuity.events.JobView;
import io.acuity.events.Outcome;
import io.acuity.events.UpscaleResult;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class JobBoardTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final JobBoard board = new JobBoard(new BoardLimits(3, 1 << 20), CLOCK);

    @Test
    void anAcceptedJobIsKnownBeforeTheTrackerTells() {
        // when
        var first = board.admit("a", "print");
        var second = board.admit("a", "print");

        // then
        assertThat(first).isEmpty();
        assertThat(second).hasValueSatisfying(view -> {
            assertThat(view.getState()).isEqualTo(JobState.ACCEPTED);
            assertThat(view.getFingerprint()).isEqualTo("print");
        });

        // and when
        board.tell("a", view("a", JobState.STARTED));

        // then
        assertThat(board.find("a"))
                .hasValueSatisfying(view -> assertThat(view.getState()).isEqualTo(JobState.STARTED));
    }

    @Test
    void aWithdrawnAdmissionIsForgotten() {
        // given
        board.admit("a", "print");

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
        board.admit("a", "print");
        var later = new JobBoard(BoardLimits.DEFAULT, Clock.offset(CLOCK, Duration.ofMinutes(6)));

        // when
        later.admit("b", "print");

        // then
        assertThat(later.find("a")).isEmpty();
        assertThat(later.find("b")).isPresent();
    }

    @Test
    void theJsonFollowsTheContract() {
        // when
        JsonObject json = JobJson.of(finished("a", 3));

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
