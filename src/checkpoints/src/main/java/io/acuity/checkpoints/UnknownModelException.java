package io.acuity.checkpoints;

/** A model was asked for that is neither shipped nor a folder with a bundle. */
public final class UnknownModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception; {@code message} lists the models there are. */
    public UnknownModelException(String message) {
        super(message);
    }
}
