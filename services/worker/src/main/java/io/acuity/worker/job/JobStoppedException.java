package io.acuity.worker.job;

import io.acuity.events.JobState;

/** A job was ended from outside before it was done. */
final class JobStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final StopReason reason;

    JobStoppedException(StopReason reason) {
        super("The job was stopped: " + reason);
        this.reason = reason;
    }

    StopReason reason() {
        return reason;
    }

    /** Who ended it. */
    enum StopReason {
        /** Its caller. */
        CANCELLED(JobState.CANCELLED),
        /** Its deadline. */
        EXPIRED(JobState.EXPIRED),
        /** Nobody: another worker does it now, so this one says nothing. */
        MOVED(JobState.UNKNOWN);

        private final JobState state;

        StopReason(JobState state) {
            this.state = state;
        }

        JobState state() {
            return state;
        }
    }
}
