package io.acuity.checkpoints;

/** A checkpoint that cannot be trusted: wrong hash, damaged file, missing or mis-shaped weights. */
public final class CorruptCheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception; {@code message} names the file, what is wrong and what to do. */
    public CorruptCheckpointException(String message) {
        super(message);
    }

    /** Creates the exception with its cause. */
    public CorruptCheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
