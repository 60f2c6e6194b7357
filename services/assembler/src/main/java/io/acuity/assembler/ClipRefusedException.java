package io.acuity.assembler;

import io.acuity.events.FailureCode;
import org.jspecify.annotations.Nullable;

/** A clip that cannot be done, with the code and the one sentence its owner sees. */
final class ClipRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureCode code;
    private final String sentence;

    ClipRefusedException(FailureCode code, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.code = code;
        this.sentence = sentence;
    }

    FailureCode code() {
        return code;
    }

    String sentence() {
        return sentence;
    }
}
