package io.acuity.tracker.frames;

/**
 * A frame that was requested and not told yet.
 *
 * @param notice the request, in short
 * @param seenAt when this was read, milliseconds by the tracker's clock
 */
record KnownFrame(FrameNotice notice, long seenAt) {}
