package io.acuity.imaging.encode;

/** A picture the chosen format cannot hold; the message says why and which format can. */
public final class UnsupportedPictureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with one clear sentence. */
    public UnsupportedPictureException(String sentence) {
        super(sentence);
    }
}
