package io.acuity.tracker;

import io.acuity.events.JobEvent;
import io.acuity.events.UpscaleRequest;
import io.acuity.events.UpscaleResult;
import java.time.Instant;

/** One thing somebody told about a job. */
sealed interface JobEvidence {

    /** The job that the record itself names; its key has to agree. */
    String jobId();

    /** When it happened, by the clock of whoever told it. */
    Instant at();

    /** The request was acknowledged by the broker, so the job is accepted. */
    record Requested(UpscaleRequest request) implements JobEvidence {
        @Override
        public String jobId() {
            return request.getJobId();
        }

        @Override
        public Instant at() {
            return request.getSubmittedAt();
        }
    }

    /** A worker reports where the job stands. */
    record Reported(JobEvent event) implements JobEvidence {
        @Override
        public String jobId() {
            return event.getJobId();
        }

        @Override
        public Instant at() {
            return event.getAt();
        }
    }

    /** The one visible outcome. */
    record Ended(UpscaleResult result) implements JobEvidence {
        @Override
        public String jobId() {
            return result.getJobId();
        }

        @Override
        public Instant at() {
            return result.getCompletedAt();
        }
    }
}
