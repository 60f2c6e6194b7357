package io.acuity.networks.quality;

/** Weights that a metric needs are not installed; the message says which files, from where, and where to put them. */
public final class MissingJudgeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with one clear sentence. */
    public MissingJudgeException(String sentence) {
        super(sentence);
    }
}
