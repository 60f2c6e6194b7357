package io.acuity.assembler;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/** Frames in a second, over the last ten. Frames come a segment at a time, so that a shorter view would jump. */
final class FrameRate {
    private static final long VIEW_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long APART_NANOS = Duration.ofMillis(200).toNanos();
    private static final double SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    private record Mark(long frames, long nanos) {}

    private final Deque<Mark> marks = new ArrayDeque<>();

    /** So many frames are done at a moment of {@link System#nanoTime}. */
    void mark(long frames, long nanos) {
        Mark last = marks.peekLast();
        if (last != null && nanos - last.nanos < APART_NANOS) {
            return;
        }
        marks.addLast(new Mark(frames, nanos));
        while (marks.size() > 2 && nanos - marks.getFirst().nanos > VIEW_NANOS) {
            marks.removeFirst();
        }
    }

    /** Frames in a second; empty before there is anything to tell it from. */
    OptionalDouble perSecond() {
        Mark first = marks.peekFirst();
        Mark last = marks.peekLast();
        if (first == null || last == null || last.frames == first.frames) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of((last.frames - first.frames) * SECOND_NANOS / (last.nanos - first.nanos));
    }
}
