package io.acuity.trainer;

/** Training was asked to stop before its last step; it goes on where it was when it is started again. */
public final class TrainingStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainingStoppedException(int step, String runId) {
        super("Training stopped after step " + step + " as it was asked to; start it again with the run " + runId
                + " to go on.");
    }
}
