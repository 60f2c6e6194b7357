package io.acuity.streaming;

/** Another process has taken over what this one wrote; what it does from now on no longer counts, and it should end. */
public final class ClaimLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ClaimLostException(String name, Throwable cause) {
        super(
                "Another process has taken over " + name
                        + ", so nothing more of this one is published; if both were meant to"
                        + " run, give them different names.",
                cause);
    }
}
