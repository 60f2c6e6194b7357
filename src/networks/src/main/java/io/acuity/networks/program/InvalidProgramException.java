package io.acuity.networks.program;

/** The engine refused an emitted program: an error of this project, not of its user. */
public final class InvalidProgramException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with the engine's own as cause. */
    public InvalidProgramException(String message, Throwable cause) {
        super(message, cause);
    }
}
