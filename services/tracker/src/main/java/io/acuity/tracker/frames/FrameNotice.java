package io.acuity.tracker.frames;

import io.acuity.events.FrameRequest;
import io.acuity.events.FrameResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the order needs to know of a request: neither image nor recipe.
 *
 * @param index of the frame; of an end marker the number of frames
 * @param end whether it is one
 * @param segment as requested
 * @param time as requested
 * @param deadline milliseconds since the epoch, by the clock of whoever requested it
 */
record FrameNotice(
        long index,
        boolean end,
        long segment,
        @Nullable FrameMoment time,
        @Nullable Long deadline) {

    static FrameNotice of(FrameRequest request) {
        Instant deadline = request.getDeadline();
        return new FrameNotice(
                request.getIndex(),
                request.getEnd(),
                request.getSegment(),
                FrameMoment.of(request.getTime()),
                deadline == null ? null : deadline.toEpochMilli());
    }

    /** What an outcome tells of a request that was not read yet. */
    static FrameNotice of(FrameResult outcome) {
        return new FrameNotice(
                outcome.getIndex(), false, outcome.getSegment(), FrameMoment.of(outcome.getTime()), null);
    }
}
