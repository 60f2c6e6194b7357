package io.acuity.diffusion.scheduler;

import java.util.concurrent.CompletableFuture;

/** A submitted job. */
public interface JobHandle {
    /**
     * Completes when the last row has been taken; or exceptionally: with {@link JobFailedException} if the job failed,
     * with {@link java.util.concurrent.CancellationException} if it was cancelled. When it completes, the sink is no
     * longer in use. Completed by a thread of the scheduler: continue elsewhere with anything slow.
     */
    CompletableFuture<JobReport> done();

    /** Completes when the job is let in: the pixels in flight are below their bound. The submitter may pause until then. */
    CompletableFuture<Void> admitted();

    /** Ends the job between two ticks, if it isn't done. */
    void cancel();
}
