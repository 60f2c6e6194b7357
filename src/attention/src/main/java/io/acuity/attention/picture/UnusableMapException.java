package io.acuity.attention.picture;

/** A picture cannot be used as an attention map; the message says why and what would do. */
public final class UnusableMapException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with one clear sentence. */
    public UnusableMapException(String sentence) {
        super(sentence);
    }
}
