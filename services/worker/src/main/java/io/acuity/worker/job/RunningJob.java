package io.acuity.worker.job;

import io.acuity.worker.job.JobStoppedException.StopReason;
import io.acuity.worker.upscale.Upscale;
import io.opentelemetry.context.Context;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The switch that ends a job from outside, whichever stage it is in, and the trace it runs in. Safe for use by several threads. */
final class RunningJob {
    private final Context context;
    private final AtomicReference<@Nullable StopReason> stopped = new AtomicReference<>();
    private final AtomicReference<@Nullable Upscale> upscale = new AtomicReference<>();

    /** A job that runs within a span. */
    RunningJob(Context context) {
        this.context = context;
    }

    /** The span of this attempt. */
    Context context() {
        return context;
    }

    /** Stops the job; the first reason counts. */
    void stop(StopReason reason) {
        if (stopped.compareAndSet(null, reason)) {
            Upscale running = upscale.get();
            if (running != null) {
                running.cancel();
            }
        }
    }

    /** Notes what to cancel from now on. */
    void working(Upscale running) {
        upscale.set(running);
        if (stopped.get() != null) {
            running.cancel();
        }
    }

    /** Whether another worker does it now. */
    boolean hasMoved() {
        return stopped.get() == StopReason.MOVED;
    }

    /** Throws if the job was stopped; called between stages. */
    void requireWanted() {
        StopReason reason = stopped.get();
        if (reason != null) {
            throw new JobStoppedException(reason);
        }
    }
}
