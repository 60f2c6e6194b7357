package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.codec.ResultBand;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** From submission to the last row: the futures, the sink and the times of one job. Used by the device thread. */
final class JobLifecycle {
    private final CompletableFuture<JobReport> done = new CompletableFuture<>();
    private final CompletableFuture<Void> admitted = new CompletableFuture<>();
    private final Executor executor;
    private final RowEmitter emitter;
    private final long submittedNanos = System.nanoTime();
    private final PixelShare share;
    private long queueNanos = -1;
    private boolean ended;
    private boolean announced;

    JobLifecycle(RowSink sink, Executor executor, PixelShare share) {
        this.executor = executor;
        this.share = share;
        this.emitter = new RowEmitter(sink, executor);
    }

    CompletableFuture<JobReport> done() {
        return done;
    }

    CompletableFuture<Void> admitted() {
        return admitted;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Nanoseconds from submission to the first tick, or to now if there was none. */
    long queueNanos() {
        return queueNanos >= 0 ? queueNanos : System.nanoTime() - submittedNanos;
    }

    /** Notes the first tick. */
    void started() {
        if (queueNanos < 0) {
            queueNanos = System.nanoTime() - submittedNanos;
        }
    }

    void admit() {
        executor.execute(() -> admitted.complete(null));
    }

    void emit(ResultBand band, Consumer<ResultBand> taken, Consumer<Throwable> refused) {
        emitter.emit(band, taken, refused);
    }

    /**
     * Completes the job's future as soon as its last row is written. The device thread may be in the middle of another
     * job's tick then; a small job must not wait for it a second time. If a row can't be written, {@link #end} tells.
     */
    void completeOnceWritten(JobReport report) {
        if (announced) {
            return;
        }
        announced = true;
        emitter.whenWritten(() -> {
            share.giveBack();
            admitted.complete(null);
            done.complete(report);
        });
    }

    /** Ends the job; its future completes once the sink is no longer in use. */
    void end(JobReport report, @Nullable Throwable failure) {
        ended = true;
        emitter.abandon();
        emitter.whenIdle(() -> {
            share.giveBack();
            if (failure == null) {
                admitted.complete(null);
                done.complete(report);
            } else {
                admitted.completeExceptionally(failure);
                done.completeExceptionally(failure);
            }
        });
    }
}
