package io.acuity.tracker.rollout;

import org.jspecify.annotations.Nullable;

/**
 * What became of one attempt at a job on one checkpoint, as it travels to the task that judges.
 *
 * @param model that served
 * @param checkpoint that served
 * @param jobId the job
 * @param failed whether it failed in a way that may be the checkpoint's fault
 * @param computeMillis compute time, null where unknown
 * @param megapixels of the result, null where unknown
 * @param worker that tells; null where unknown
 * @param source topic and partition of the record that told
 * @param offset of that record
 */
record TrialOutcome(
        String model,
        String checkpoint,
        String jobId,
        boolean failed,
        @Nullable Long computeMillis,
        @Nullable Double megapixels,
        @Nullable String worker,
        String source,
        long offset) {

    /** Milliseconds for a million result pixels. */
    @Nullable
    Double time() {
        return computeMillis == null || megapixels == null || megapixels <= 0 ? null : computeMillis / megapixels;
    }

    /** The same in the candidate's favour by the one millisecond to which the time is known. */
    @Nullable
    Double leastTime() {
        return computeMillis == null || megapixels == null || megapixels <= 0
                ? null
                : Math.max(0, computeMillis - 1) / megapixels;
    }
}
