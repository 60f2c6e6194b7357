package io.acuity.tracker.frames;

/**
 * The end of a clip, as announced.
 *
 * @param frames how many there are
 * @param segment of the end marker
 * @param seenAt when the marker was read, milliseconds by the tracker's clock
 */
record ClipEnd(long frames, long segment, long seenAt) {}
