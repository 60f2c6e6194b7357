package io.acuity.tracker.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.events.FrameResult;
import io.acuity.events.FrameState;
import io.acuity.streaming.topics.Topic;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several clips at once, and how long each is remembered. */
class ClipMemoryTest extends FrameOrderFixture {

    @Test
    void clipsDoNotWaitForEachOther() {
        // given: ids chosen to look alike
        List<String> clips = List.of("a", "a/0", "1:a/0");
        clips.forEach(clip -> ask(clip, 0, 3));

        // when
        done("a", 1);
        done("a/0", 0);
        done("1:a/0", 2);
        done("a/0", 1);
        end("a/0", 2);
        done("a", 0);

        // then
        assertThat(briefly())
                .containsExactly("a/0 0 UPSCALED", "a/0 1 UPSCALED", "a/0 2 END", "a 0 UPSCALED", "a 1 UPSCALED");

        // and when
        done("1:a/0", 0);
        done("1:a/0", 1);

        // then
        assertThat(briefly()).containsExactly("1:a/0 0 UPSCALED", "1:a/0 1 UPSCALED", "1:a/0 2 UPSCALED");
    }

    @Test
    void anEndedClipStaysEndedUntilItIsForgotten() {
        // given
        ask("a", 0, 1);
        done("a", 0);
        end("a", 1);
        told();

        // when
        done("a", 0);
        end("a", 1);
        ask("a", 0, 2);
        done("a", 1);
        pass(Duration.ofHours(23));

        // then
        assertThat(told()).isEmpty();
        assertNothingIsKept();

        // and when
        pass(Duration.ofHours(2));
        done("a", 0);

        // then: it is as good as new
        assertThat(briefly()).containsExactly("a 0 UPSCALED");
    }

    @Test
    void whatNeverCameIsForgottenAfterAWeek() {
        // given
        ask("a", 0, 10);
        done("a", 4);
        pass(Duration.ofDays(6));
        assertThat(clips()).containsOnlyKeys("a");

        // when
        pass(Duration.ofDays(2));

        // then
        assertThat(told()).isEmpty();
        assertThat(clips()).isEmpty();
        assertNothingIsKept();
    }

    @Test
    void nonsenseHarmsNobody() {
        // when
        requests.pipeInput("a/0", new byte[] {1, 2, 3});
        outcomes.pipeInput("a", new byte[] {1, 2, 3});
        outcomes.pipeInput("b", Topic.FRAME_OUTCOMES.codec().encode(Frames.outcome("a", 0)));
        tell(FrameResult.newBuilder(Frames.outcome("a", 0))
                .setState(FrameState.END)
                .build());
        tell(Frames.outcome("a", -1));
        tell(Frames.outcome("a", Long.MAX_VALUE));
        ask("a", -7, -6);
        ask(Frames.request("a", 1_000_000));
        end("a", Long.MAX_VALUE);
        end("a", -1);
        pass(LONGER);

        // then
        assertThat(told()).isEmpty();
        assertThat(clips()).isEmpty();

        // and when: a request without a key, as nobody should write it
        requests.pipeInput((String) null, Topic.FRAMES.codec().encode(Frames.request("a", 0)));
        end("a", 1);
        done("a", 0);

        // then
        assertThat(briefly()).containsExactly("a 0 UPSCALED", "a 1 END");
    }

    @Test
    void timesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> FrameOrderSettings.DEFAULT.withGapAfter(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0S");
    }
}
