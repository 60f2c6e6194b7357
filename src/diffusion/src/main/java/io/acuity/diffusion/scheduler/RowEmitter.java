package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.codec.ResultBand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Carries bands to a job's sink, one after the other, on threads of the executor, so that encoding overlaps the
 * network. Used by the device thread.
 */
final class RowEmitter {
    private final RowSink sink;
    private final Executor executor;
    private volatile boolean abandoned;
    private CompletableFuture<Void> tail = CompletableFuture.completedFuture(null);

    RowEmitter(RowSink sink, Executor executor) {
        this.sink = sink;
        this.executor = executor;
    }

    /** Queues a band; exactly one of the two consumers hears of it, on another thread, unless the job is abandoned. */
    void emit(ResultBand band, Consumer<ResultBand> taken, Consumer<Throwable> refused) {
        tail = tail.thenRunAsync(() -> write(band), executor);
        tail = tail.whenComplete((nothing, failure) -> {
            if (failure == null) {
                taken.accept(band);
            } else {
                refused.accept(failure);
            }
        });
    }

    private void write(ResultBand band) {
        if (abandoned) {
            return;
        }
        try {
            sink.rows(band.y0(), band.rows(), band.planes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs {@code action} on a thread of the executor once all bands so far are written; never, if one was refused. */
    void whenWritten(Runnable action) {
        tail = tail.thenRunAsync(action, executor);
    }

    /** Lets bands that wait go unwritten. */
    void abandon() {
        abandoned = true;
    }

    /** Runs {@code action} on a thread of the executor once the sink is no longer in use. */
    void whenIdle(Runnable action) {
        tail = tail.whenCompleteAsync((nothing, failure) -> action.run(), executor);
    }
}
