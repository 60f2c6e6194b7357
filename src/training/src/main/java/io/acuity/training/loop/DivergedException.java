package io.acuity.training.loop;

/** Training produced no usable numbers any more. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception; {@code message} says when and what to change. */
    public DivergedException(String message) {
        super(message);
    }
}
