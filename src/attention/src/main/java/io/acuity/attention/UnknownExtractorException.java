package io.acuity.attention;

/** An extractor was asked for that does not exist; the message lists those that do. */
public final class UnknownExtractorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with one clear sentence. */
    public UnknownExtractorException(String sentence) {
        super(sentence);
    }
}
