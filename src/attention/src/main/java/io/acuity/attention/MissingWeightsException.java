package io.acuity.attention;

/** A learned extractor's weights are not installed; the message says where to put them and what works without. */
public final class MissingWeightsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with one clear sentence. */
    public MissingWeightsException(String sentence) {
        super(sentence);
    }
}
