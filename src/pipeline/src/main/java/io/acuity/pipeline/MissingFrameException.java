package io.acuity.pipeline;

import org.jspecify.annotations.Nullable;

/** A frame of the clip has no result; the message is one sentence for the person who wants the clip. */
public final class MissingFrameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long frame;

    MissingFrameException(long frame, String why, @Nullable Throwable cause) {
        super(
                "Frame " + frame + " of the clip has no result: " + why
                        + " Start again: what is done stays done, and the missing frames are computed.",
                cause);
        this.frame = frame;
    }

    /** The first frame without a result, from 0. */
    public long frame() {
        return frame;
    }
}
