package io.acuity.gateway.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.BlobReference;
import io.acuity.events.ChangeOptions;
import io.acuity.events.Recipe;
import io.acuity.events.VideoEncoding;
import io.acuity.events.VideoRequest;
import io.acuity.events.VideoState;
import io.acuity.events.VideoView;
import io.acuity.gateway.access.Caller;
import io.acuity.gateway.jobs.UnderWay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VideoBoardTest {

    private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

    private final VideoBoard board = new VideoBoard(new UnderWay());

    @Test
    void aRequestWithoutAViewIsQueued() {
        // when
        var known = board.admit(request("a", 0));

        // then
        assertThat(known).isEmpty();
        assertThat(state("a")).isEqualTo(VideoState.QUEUED);
        assertThat(board.admit(request("a", 0))).isPresent();
    }

    @Test
    void aViewThatIsReadBeforeItsRequestStays() {
        // given
        board.tell("a", view("a", VideoState.RUNNING));

        // when
        var known = board.admit(request("a", 0));

        // then
        assertThat(known).isPresent();
        assertThat(state("a")).isEqualTo(VideoState.RUNNING);
    }

    @Test
    void whatHasEndedStaysEnded() {
        // given
        List<VideoState> heard = new ArrayList<>();
        Runnable following = board.follow("a", view -> heard.add(view.getState()));
        board.tell("a", view("a", VideoState.SUCCEEDED));

        // when: the assembler that had lost the clip wakes up
        board.tell("a", view("a", VideoState.RUNNING));
        following.run();
        board.tell("a", view("a", VideoState.FAILED));

        // then
        assertThat(heard).containsExactly(VideoState.SUCCEEDED);
        assertThat(state("a")).isEqualTo(VideoState.FAILED);
    }

    @Test
    void aRequestThatWasNotPublishedIsForgotten() {
        // given
        board.admit(request("a", 0));
        board.admit(request("b", 1));
        board.tell("b", view("b", VideoState.RUNNING));

        // when
        board.withdraw("a");
        board.withdraw("b");

        // then
        assertThat(board.find("a")).isEmpty();
        assertThat(board.find("b")).isPresent();
    }

    @Test
    void theNewestAreListedAndTheOldestForgotten() {
        // when
        for (int i = 0; i <= VideoBoard.MOST_CLIPS; i++) {
            board.admit(request("clip-" + i, i));
        }

        // then
        assertThat(board.newest(2, Caller.ANYBODY).stream().map(VideoView::getVideoId))
                .containsExactly("clip-" + VideoBoard.MOST_CLIPS, "clip-" + (VideoBoard.MOST_CLIPS - 1));
        assertThat(board.newest(Integer.MAX_VALUE, Caller.ANYBODY)).hasSize(VideoBoard.MOST_CLIPS);
        assertThat(board.find("clip-0")).isEmpty();
    }

    @Test
    void aRemovedViewIsForgotten() {
        // given
        board.tell("a", view("a", VideoState.SUCCEEDED));

        // when
        board.tell("a", null);

        // then
        assertThat(board.find("a")).isEmpty();
        assertThat(board.newest(10, Caller.ANYBODY)).isEmpty();
    }

    private VideoState state(String id) {
        return board.find(id).orElseThrow().getState();
    }

    private static VideoView view(String id, VideoState state) {
        return VideoView.newBuilder()
                .setVideoId(id)
                .setState(state)
                .setUpdatedAt(START)
                .setSubmittedAt(START)
                .build();
    }

    private static VideoRequest request(String id, int second) {
        return VideoRequest.newBuilder()
                .setVideoId(id)
                .setClip(new BlobReference("file:///c", "0".repeat(64), 1L, "video/mp4"))
                .setRecipe(Recipe.newBuilder().setModel("acuity-s-x4").build())
                .setChanges(ChangeOptions.newBuilder().build())
                .setEncoding(VideoEncoding.newBuilder().build())
                .setSubmittedAt(START.plusSeconds(second))
                .build();
    }
}
