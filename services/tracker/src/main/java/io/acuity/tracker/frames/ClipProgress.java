package io.acuity.tracker.frames;

import org.jspecify.annotations.Nullable;

/**
 * How far a clip is.
 *
 * @param next index to tell next; everything before it was told
 * @param known one more than the highest index that was requested
 * @param end null until it is announced
 * @param heardAt when something new of it was read last, milliseconds by the tracker's clock
 * @param finished whether its end was told
 */
record ClipProgress(long next, long known, @Nullable ClipEnd end, long heardAt, boolean finished) {

    // Nobody asks for so many frames at once; an index that is no index must not make millions of gaps.
    private static final long FARTHEST_AHEAD = 1_000_000;

    static ClipProgress fresh(long now) {
        return new ClipProgress(0, 0, null, now, false);
    }

    /** Whether anything more will be told of it without a further request. */
    boolean isWaiting() {
        return !finished && (known > next || end != null);
    }

    /** Whether this frame is still to be told. */
    boolean isOpen(long index) {
        return !finished && index >= next && (end == null || index < end.frames());
    }

    /** Whether this is no index that anybody meant. */
    boolean isAbsurd(long index) {
        return index < 0 || index - next >= FARTHEST_AHEAD;
    }

    /** Whether nothing but the end is to be told. */
    boolean isAtEnd() {
        return !finished && end != null && next >= end.frames();
    }

    ClipProgress heard(long index, long now) {
        return new ClipProgress(next, Math.max(known, index + 1), end, now, finished);
    }

    ClipProgress at(long index) {
        return new ClipProgress(index, Math.max(known, index), end, heardAt, finished);
    }

    ClipProgress endingWith(ClipEnd announced) {
        return new ClipProgress(next, known, announced, announced.seenAt(), finished);
    }

    ClipProgress finish() {
        return new ClipProgress(next, known, end, heardAt, true);
    }
}
