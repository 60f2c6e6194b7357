package io.acuity.worker.job;

import io.acuity.events.FailureCode;
import org.jspecify.annotations.Nullable;

/** A job that can't be done, with the code and the one sentence its caller sees. */
public final class JobRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureCode code;
    private final String sentence;

    /** Creates the exception. */
    public JobRefusedException(FailureCode code, String sentence) {
        this(code, sentence, null);
    }

    /** Creates the exception with what led to it. */
    public JobRefusedException(FailureCode code, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.code = code;
        this.sentence = sentence;
    }

    /** Why, for programs. */
    public FailureCode code() {
        return code;
    }

    /** Why, for people. */
    public String sentence() {
        return sentence;
    }
}
