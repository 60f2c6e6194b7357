package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.codec.ResultBand;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** What other threads tell the device thread. */
sealed interface Message {
    /** A job has arrived. */
    record Submitted(Job job) implements Message {}

    /** Somebody no longer wants a job. */
    record Cancelled(Job job) implements Message {}

    /** A sink has taken a band, which is free again. */
    record RowsTaken(Job job, ResultBand band) implements Message {}

    /** A sink has failed. */
    record RowsRefused(Job job, Throwable cause) implements Message {}

    /** Somebody wants something done by the device thread. */
    record Called<T>(Callable<T> task, CompletableFuture<T> result, Executor executor) implements Message {
        /** Runs the task; the result is completed elsewhere, so that nothing chained to it runs here. */
        void run() {
            try {
                T value = task.call();
                executor.execute(() -> result.complete(value));
            } catch (Exception e) {
                refuse(e);
            }
        }

        void refuse(Throwable cause) {
            executor.execute(() -> result.completeExceptionally(cause));
        }
    }

    /** The scheduler closes. */
    record Stop() implements Message {}
}
