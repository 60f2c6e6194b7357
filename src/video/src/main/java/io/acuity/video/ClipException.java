package io.acuity.video;

/** A clip that cannot be read or written; the message is one sentence for the person who sent it. */
public final class ClipException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** The file is in none of the containers known here, or its header is broken. */
        NOT_A_CLIP,
        /** A container without a video stream (a cover picture is none). */
        NO_VIDEO,
        /** A video stream without a single picture that can be decoded. */
        NO_FRAMES,
        /** The file ends before the clip does; every frame that was there has been delivered before. */
        TRUNCATED,
        /** No decoder knows the codec. */
        UNKNOWN_CODEC,
        /** A valid clip of a kind that is not supported, such as one that changes its size on the way. */
        UNSUPPORTED,
        /** Sides or pixels above the limits. */
        TOO_LARGE,
        /** The encoder asked for is not there, or none there can write such frames. */
        NO_ENCODER,
        /** The container asked for cannot hold a stream of the source. */
        CONTAINER_CANNOT_HOLD,
        /** No space is left for the result. */
        DISK_FULL,
        /** A file could not be opened, read or written. */
        NO_ACCESS,
        /** A single frame that travelled alone is damaged or of another format. */
        BROKEN_FRAME,
        /** FFmpeg failed in a way that is none of the above. */
        INTERNAL
    }

    /** Creates the exception with one clear sentence. */
    public ClipException(Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    /** Creates the exception with one clear sentence and what led to it. */
    public ClipException(Reason reason, String sentence, Throwable cause) {
        super(sentence, cause);
        this.reason = reason;
    }

    /** The kind of failure. */
    public Reason reason() {
        return reason;
    }
}
