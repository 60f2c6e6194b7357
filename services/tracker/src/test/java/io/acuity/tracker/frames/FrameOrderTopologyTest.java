package io.acuity.tracker.frames;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.FrameResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameOrderTopologyTest extends FrameOrderFixture {

    @Test
    void framesInOrderAreToldAtOnceAsTheWorkersWroteThem() {
        // given
        ask("a", 0, 3);
        end("a", 3);

        // when
        done("a", 0);
        done("a", 1);

        // then
        assertThat(told()).containsExactly(Frames.outcome("a", 0), Frames.outcome("a", 1));

        // and when
        done("a", 2);

        // then: the end closes the clip
        assertThat(told()).extracting(FrameOrderFixture::brief).containsExactly("a 2 UPSCALED", "a 3 END");
        assertNothingIsKept();
    }

    @Test
    void outcomesWaitForTheirTurn() {
        // given
        ask("a", 0, 4);

        // when
        done("a", 2);
        done("a", 3);
        done("a", 1);

        // then
        assertThat(told()).isEmpty();

        // and when
        done("a", 0);

        // then
        assertThat(briefly()).containsExactly("a 0 UPSCALED", "a 1 UPSCALED", "a 2 UPSCALED", "a 3 UPSCALED");
    }

    @Test
    void outcomesNeedNotWaitForTheReadingOfTheirRequests() {
        // when
        done("a", 1);
        done("a", 0);
        ask("a", 0, 2);
        pass(LONGER);

        // then
        assertThat(briefly()).containsExactly("a 0 UPSCALED", "a 1 UPSCALED");
        assertNothingIsKept();
    }

    @Test
    void ofTwoOutcomesTheFirstCounts() {
        // given
        ask("a", 0, 2);

        // when
        tell(Frames.outcome("a", 1, "first"));
        tell(Frames.outcome("a", 1, "second"));
        tell(Frames.outcome("a", 0, "first"));
        tell(Frames.outcome("a", 0, "second"));
        tell(Frames.outcome("a", 1, "third"));

        // then
        assertThat(told()).containsExactly(Frames.outcome("a", 0, "first"), Frames.outcome("a", 1, "first"));
    }

    @Test
    void anEndBeforeItsFramesWaitsForThemAndForAllItWasToldOf() {
        // given
        end("a", 5);
        ask("a", 0, 3);
        done("a", 0);
        done("a", 1);

        // when
        pass(LONGER);

        // then: frame 2 is with a worker, 3 and 4 come after it
        assertThat(briefly()).containsExactly("a 0 UPSCALED", "a 1 UPSCALED");

        // and when
        done("a", 2);
        pass(LONGER);

        // then
        List<FrameResult> told = told();
        assertThat(told)
                .extracting(FrameOrderFixture::brief)
                .containsExactly("a 2 UPSCALED", "a 3 GAP", "a 4 GAP", "a 5 END");
        assertThat(told.get(1).getFailure().getMessage()).contains("the end after 5 frames was told");
        assertNothingIsKept();
    }

    @Test
    void aClipOfNoFramesEndsAtOnce() {
        // when
        end("a", 0);

        // then
        assertThat(briefly()).containsExactly("a 0 END");
    }

    @Test
    void anEndThatIsTooSmallEndsTheClipWhereItIs() {
        // given
        ask("a", 0, 4);
        done("a", 0);
        done("a", 1);
        done("a", 3);

        // when
        end("a", 1);
        done("a", 2);

        // then: no index comes again, and nothing follows an end
        assertThat(briefly()).containsExactly("a 0 UPSCALED", "a 1 UPSCALED", "a 2 END");
        assertNothingIsKept();
    }
}
