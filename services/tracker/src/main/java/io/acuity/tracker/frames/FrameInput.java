package io.acuity.tracker.frames;

import io.acuity.events.FrameResult;

/** One thing the order is made of. */
sealed interface FrameInput {

    /** A frame, or the end, was asked for. */
    record Requested(FrameNotice notice) implements FrameInput {}

    /** A worker is done with a frame. */
    record Done(FrameResult outcome) implements FrameInput {}
}
