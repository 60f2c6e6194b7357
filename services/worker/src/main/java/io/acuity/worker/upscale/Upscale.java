package io.acuity.worker.upscale;

import io.acuity.diffusion.scheduler.JobHandle;
import io.acuity.diffusion.scheduler.JobReport;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A picture being upscaled. Safe for use by several threads. */
public final class Upscale {
    private final CompletableFuture<Void> admitted = new CompletableFuture<>();
    private final CompletableFuture<JobReport> done = new CompletableFuture<>();
    private @Nullable JobHandle current;
    private boolean cancelled;

    Upscale() {}

    /**
     * Completes with the cost when the last row has been taken; or exceptionally, as
     * {@link JobHandle#done()} does. Continue elsewhere with anything slow.
     */
    public CompletableFuture<JobReport> done() {
        return done.copy();
    }

    /** Completes when the picture is let in among those in flight, or has ended; decode no further picture before. */
    public CompletableFuture<Void> admitted() {
        return admitted.copy();
    }

    /** Ends the work between two ticks, if it isn't done. */
    public synchronized void cancel() {
        cancelled = true;
        if (current != null) {
            current.cancel();
        }
    }

    /** Makes {@code handle} the part that is worked on now. */
    synchronized void follow(JobHandle handle) {
        current = handle;
        if (cancelled) {
            handle.cancel();
        }
        var unused = handle.admitted().thenRun(() -> admitted.complete(null));
    }

    /** Ends as {@code last} does. */
    void endWith(CompletableFuture<JobReport> last) {
        var unused = last.whenComplete((report, failure) -> {
            if (failure == null) {
                done.complete(report);
            } else {
                done.completeExceptionally(failure);
            }
            admitted.complete(null);
        });
    }
}
