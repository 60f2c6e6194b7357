package io.acuity.tracker.frames;

import io.acuity.events.FrameTime;
import org.jspecify.annotations.Nullable;

/** When a frame is shown, as the tracker remembers it. */
record FrameMoment(long pts, long duration, int numerator, int denominator) {

    static @Nullable FrameMoment of(@Nullable FrameTime time) {
        return time == null
                ? null
                : new FrameMoment(
                        time.getPts(), time.getDuration(), time.getTimeBaseNumerator(), time.getTimeBaseDenominator());
    }

    FrameTime event() {
        return new FrameTime(pts, duration, numerator, denominator);
    }
}
