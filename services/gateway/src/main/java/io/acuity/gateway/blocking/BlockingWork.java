package io.acuity.gateway.blocking;

import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Named threads for what blocks (files, the object store), so that the event loop never does. Bounded: when threads and
 * queue are full, the caller is told to come back (503) instead of waiting unseen.
 */
public final class BlockingWork implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ThreadPoolExecutor pool;

    /**
     * Starts no thread before there is work.
     *
     * @param threads how many tasks run at once
     * @param waiting how many more may wait
     */
    public BlockingWork(int threads, int waiting) {
        var number = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), task -> {
                    var thread = new Thread(task, "acuity-gateway-blocking-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a task on a thread of its own and comes back on the caller's event loop.
     *
     * @param vertx owner of the event loop; called on it
     * @param task may block
     * @return the task's outcome; fails with {@link Refusal.Busy} at once when all is full
     * @param <T> what the task returns
     */
    public <T extends @Nullable Object> Future<T> run(Vertx vertx, Callable<T> task) {
        Promise<T> outcome = Promise.promise();
        Context caller = vertx.getOrCreateContext();
        try {
            pool.execute(() -> settle(caller, outcome, task));
        } catch (RejectedExecutionException e) {
            outcome.fail(new RefusedException(new Refusal.Busy("The queue to the store"), e));
        }
        return outcome.future();
    }

    /**
     * How many tasks wait for a thread.
     *
     * @return a snapshot
     */
    public int waiting() {
        return pool.getQueue().size();
    }

    // A task's root: whatever it throws belongs to whoever waits for it.
    private static <T extends @Nullable Object> void settle(Context caller, Promise<T> outcome, Callable<T> task) {
        try {
            T value = task.call();
            caller.runOnContext(back -> outcome.complete(value));
        } catch (Exception | Error e) {
            caller.runOnContext(back -> outcome.fail(e));
        }
    }

    /** Lets running tasks end, for a few seconds. */
    @Override
    public void close() {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
