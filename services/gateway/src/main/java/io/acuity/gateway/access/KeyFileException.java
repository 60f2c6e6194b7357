package io.acuity.gateway.access;

/** The file of keys cannot be used; the message says why and what to do. */
public final class KeyFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KeyFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
