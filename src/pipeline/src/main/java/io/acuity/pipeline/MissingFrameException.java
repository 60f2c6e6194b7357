package io.acuity.pipeline;

import io.acuity.events.FailureCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A frame of the clip has no result; the message is one sentence for the person who wants the clip. */
public final class MissingFrameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long frame;
    private final String why;
    private final @Nullable FailureCode code;

    MissingFrameException(long frame, String why, @Nullable Throwable cause) {
        this(frame, why, null, cause);
    }

    MissingFrameException(long frame, String why, @Nullable FailureCode code, @Nullable Throwable cause) {
        super(
                "Frame " + frame + " of the clip has no result: " + why
                        + " Start again: what is done stays done, and the missing frames are computed.",
                cause);
        this.frame = frame;
        this.why = why;
        this.code = code;
    }

    /** The first frame without a result, from 0. */
    public long frame() {
        return frame;
    }

    /** What is wrong with it, to go on a sentence with. */
    public String why() {
        return why;
    }

    /** Why the worker that had it failed; empty where no worker said so. */
    public Optional<FailureCode> code() {
        return Optional.ofNullable(code);
    }
}
