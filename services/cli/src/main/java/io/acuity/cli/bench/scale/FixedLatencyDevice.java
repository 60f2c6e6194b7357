package io.acuity.cli.bench.scale;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Stands in for a device that computes: takes one job at a time, each for the same time, in the order they came, and uses no processor.
 * Exists for {@code bench scale} alone; no service can be given one. Safe for use by several threads.
 */
final class FixedLatencyDevice {

    private final long latencyNanos;
    private final ScheduledExecutorService clock;
    private long busyUntil = System.nanoTime();

    /**
     * A device that is free.
     *
     * @param latency of each job
     * @param clock tells when it is over; may serve many devices
     */
    FixedLatencyDevice(Duration latency, ScheduledExecutorService clock) {
        this.latencyNanos = latency.toNanos();
        this.clock = clock;
    }

    /** Queues a job; completes on the clock's thread when the device would have computed it. */
    CompletableFuture<Void> compute() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        long wait = queue(System.nanoTime());
        var unused = clock.schedule(() -> done.complete(null), wait, TimeUnit.NANOSECONDS);
        return done;
    }

    // How long from now until the job is done.
    private synchronized long queue(long now) {
        busyUntil = Math.max(0, busyUntil - now) + now + latencyNanos;
        return busyUntil - now;
    }
}
