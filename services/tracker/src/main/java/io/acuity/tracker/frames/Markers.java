package io.acuity.tracker.frames;

import io.acuity.events.Failure;
import io.acuity.events.FailureCode;
import io.acuity.events.FrameResult;
import io.acuity.events.FrameState;
import java.time.Duration;
import java.time.Instant;

/** Results that stand for no picture: gaps and ends. */
final class Markers {

    private final Duration gapAfter;

    Markers(Duration gapAfter) {
        this.gapAfter = gapAfter;
    }

    /** A frame nobody asked for, though they did for a later one. */
    FrameResult neverRequested(String clipId, long index, long later, long now) {
        return missing(clipId, index, "frame " + later + " was", now);
    }

    /** A frame nobody asked for before they said that the clip has ended. */
    FrameResult neverRequested(String clipId, long index, ClipEnd end, long now) {
        return missing(clipId, index, "the end after " + end.frames() + " frames was told", now);
    }

    private FrameResult missing(String clipId, long index, String later, long now) {
        String message = "Frame " + index + " of clip " + clipId + " was never requested, though " + later
                + " more than " + seconds() + " ago; publish each index from 0 once.";
        return result(clipId, index, FrameState.GAP, now)
                .setFailure(new Failure(FailureCode.INVALID_REQUEST, message))
                .build();
    }

    /** A frame whose deadline went by. */
    FrameResult late(String clipId, KnownFrame frame, long deadline, long now) {
        FrameNotice notice = frame.notice();
        FrameMoment time = notice.time();
        String message = "Frame " + notice.index() + " of clip " + clipId + " was not done " + seconds()
                + " after its deadline, " + Instant.ofEpochMilli(deadline) + "; allow more time or start more workers.";
        return result(clipId, notice.index(), FrameState.GAP, now)
                .setSegment(notice.segment())
                .setTime(time == null ? null : time.event())
                .setFailure(new Failure(FailureCode.INVALID_REQUEST, message))
                .build();
    }

    /** The end after so many frames. */
    FrameResult end(String clipId, long frames, ClipEnd announced, long now) {
        return result(clipId, frames, FrameState.END, now)
                .setSegment(announced.segment())
                .build();
    }

    private String seconds() {
        long millis = gapAfter.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    private static FrameResult.Builder result(String clipId, long index, FrameState state, long now) {
        return FrameResult.newBuilder()
                .setClipId(clipId)
                .setIndex(index)
                .setState(state)
                .setAt(Instant.ofEpochMilli(now));
    }
}
