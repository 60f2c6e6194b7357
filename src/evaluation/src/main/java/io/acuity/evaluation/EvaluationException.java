package io.acuity.evaluation;

/** An evaluation that cannot be carried out; the message is one sentence with the cause and the way out. */
public final class EvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with one clear sentence. */
    public EvaluationException(String sentence) {
        super(sentence);
    }

    /** Creates the exception with one clear sentence and what led to it. */
    public EvaluationException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
