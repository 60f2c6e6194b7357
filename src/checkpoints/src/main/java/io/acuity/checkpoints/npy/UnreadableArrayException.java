package io.acuity.checkpoints.npy;

/** A file is not a NumPy array this reader understands; the message names the file and the cause in one sentence. */
public final class UnreadableArrayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableArrayException(String message) {
        super(message);
    }

    UnreadableArrayException(String message, Throwable cause) {
        super(message, cause);
    }
}
