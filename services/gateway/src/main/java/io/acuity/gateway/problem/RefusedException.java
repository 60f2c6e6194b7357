package io.acuity.gateway.problem;

import org.jspecify.annotations.Nullable;

/** Carries a refusal through futures to the one failure handler. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    /**
     * A refusal that is the caller's own doing.
     *
     * @param refusal why
     */
    public RefusedException(Refusal refusal) {
        this(refusal, null);
    }

    /**
     * A refusal with something below it.
     *
     * @param refusal why
     * @param cause what led to it, for the log
     */
    public RefusedException(Refusal refusal, @Nullable Throwable cause) {
        // Where a caller was refused says nothing, and there may be thousands a second.
        super(refusal.toString(), cause, true, false);
        this.refusal = refusal;
    }

    /**
     * Why.
     *
     * @return the refusal
     */
    public Refusal refusal() {
        return refusal;
    }
}
