package io.acuity.streaming.dataset;

import org.jspecify.annotations.Nullable;

/** Something cannot be a sample of a dataset; the message is one sentence that says why and what would do. */
public final class SampleRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A refusal.
     *
     * @param sentence what, why, and what to do
     */
    public SampleRefusedException(String sentence) {
        this(sentence, null);
    }

    /**
     * A refusal with something below it.
     *
     * @param sentence what, why, and what to do
     * @param cause what led to it
     */
    public SampleRefusedException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
