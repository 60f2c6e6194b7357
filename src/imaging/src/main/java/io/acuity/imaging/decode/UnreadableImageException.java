package io.acuity.imaging.decode;

/** An image that cannot be turned into a picture; the message is one sentence for the person who sent it. */
public final class UnreadableImageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why an image could not be read. */
    public enum Reason {
        /** No bytes at all. */
        EMPTY,
        /** The bytes are in none of the formats known here. */
        NOT_AN_IMAGE,
        /** The data end before the picture does. */
        TRUNCATED,
        /** The header or the compressed data contradict the format. */
        CORRUPT,
        /** Bytes, sides or pixels above the limits. */
        TOO_LARGE,
        /** A valid file of a kind that is not supported, such as floating-point samples. */
        UNSUPPORTED,
        /** A colour profile that is damaged or does not fit the picture. */
        BROKEN_COLOUR,
        /** The file could not be opened or read. */
        NO_ACCESS
    }

    /** Creates the exception with one clear sentence. */
    public UnreadableImageException(Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    /** Creates the exception with one clear sentence and what led to it. */
    public UnreadableImageException(Reason reason, String sentence, Throwable cause) {
        super(sentence, cause);
        this.reason = reason;
    }

    /** The kind of failure. */
    public Reason reason() {
        return reason;
    }
}
