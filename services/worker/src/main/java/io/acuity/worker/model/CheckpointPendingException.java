package io.acuity.worker.model;

/** A model can't run yet: its stable checkpoint is still being loaded. It may pass by itself. */
public final class CheckpointPendingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CheckpointPendingException(String message) {
        super(message);
    }
}
