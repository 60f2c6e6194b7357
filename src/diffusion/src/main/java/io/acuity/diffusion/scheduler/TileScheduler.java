package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.canvas.BlockPool;
import io.acuity.diffusion.scheduler.JobFailedException.Reason;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs on one device. Its device thread looks at all jobs in flight and at each tick runs one batch of the network
 * over patches that are due, each at its own job's step. Rows leave on other threads while the network goes on.
 *
 * <p>Thread-safe. Everything native belongs to the device thread: denoisers are called by it alone, and
 * {@link #onDevice} lends it out between ticks, to load, swap and close them.
 */
public final class TileScheduler implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(TileScheduler.class);

    private final SchedulerSettings settings;
    private final BlockPool pool;
    private final AtomicLong pixelsInFlight = new AtomicLong();
    private final AtomicLong busyNanos = new AtomicLong();
    private final LinkedBlockingQueue<Message> inbox = new LinkedBlockingQueue<>();
    /** A virtual thread per task: there is nothing to shut down, and a sink that blocks holds nobody up. */
    private final Executor rowThreads =
            task -> Thread.ofVirtual().name("acuity-rows").start(task);

    private final Thread device;
    private final Object gate = new Object();
    private boolean closed;

    /** Starts a scheduler and its device thread. */
    public TileScheduler(SchedulerSettings settings) {
        this(settings, new BlockPool(settings.maxIdleBytes()));
    }

    /** Starts a scheduler whose use of memory can be watched. */
    TileScheduler(SchedulerSettings settings, BlockPool pool) {
        this.settings = settings;
        this.pool = pool;
        JobTable jobs = new JobTable(settings.maxPixelsInFlight());
        DeviceLoop loop = new DeviceLoop(settings, jobs, inbox, this::post, busyNanos::addAndGet);
        this.device = Thread.ofPlatform().name("acuity-device").daemon().unstarted(() -> runDevice(loop, jobs));
        device.start();
    }

    /** The sizes it works with. */
    public SchedulerSettings settings() {
        return settings;
    }

    /**
     * Submits a job. It may have to wait until the pixels in flight are below their bound: see
     * {@link JobHandle#admitted}.
     *
     * @throws JobFailedException if the scheduler is closed
     * @throws IllegalArgumentException if the denoiser isn't one of a pixel-unshuffle space
     */
    public JobHandle submit(JobSpec spec) {
        PixelShare share = new PixelShare(pixelsInFlight, spec.lowRes().pixels());
        return submit(new ShiftJob(spec, settings, pool, new JobLifecycle(spec.rows(), rowThreads, share)), share);
    }

    /**
     * Submits a masked job; as {@link #submit(JobSpec)}. Its cover is worked out on the calling thread.
     *
     * @throws JobFailedException if the scheduler is closed
     */
    public JobHandle submit(MaskedJobSpec spec) {
        PixelShare share = new PixelShare(pixelsInFlight, spec.lowRes().pixels());
        return submit(new MaskedJob(spec, settings, pool, new JobLifecycle(spec.rows(), rowThreads, share)), share);
    }

    private JobHandle submit(Job job, PixelShare share) {
        share.take();
        if (!post(new Message.Submitted(job))) {
            share.giveBack();
            throw closedFailure();
        }
        return new Handle(job);
    }

    /**
     * Has the device thread do something between two ticks.
     *
     * @return its result, or what it threw; completed by another thread
     */
    public <T> CompletableFuture<T> onDevice(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        if (!post(new Message.Called<>(task, result, rowThreads))) {
            result.completeExceptionally(closedFailure());
        }
        return result;
    }

    /** LR pixels of all jobs submitted and not ended, waiting ones included. */
    public long pixelsInFlight() {
        return pixelsInFlight.get();
    }

    /** Nanoseconds in which the device thread was at work since it was started; their growth is the device's busy share. */
    public long busyNanos() {
        return busyNanos.get();
    }

    /**
     * Ends the device thread after the present tick and what was asked of it before; jobs that aren't done fail with
     * {@link Reason#CLOSED}. Called twice it does nothing.
     */
    @Override
    public void close() {
        synchronized (gate) {
            if (!closed) {
                inbox.add(new Message.Stop());
                closed = true;
            }
        }
        if (Thread.currentThread() != device) {
            joinDevice();
        }
    }

    private void joinDevice() {
        boolean interrupted = false;
        while (device.isAlive()) {
            try {
                device.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Leaves a message for the device thread; false if it takes none any more. */
    private boolean post(Message message) {
        synchronized (gate) {
            return !closed && inbox.add(message);
        }
    }

    /** The root of the device thread: whatever ends it, nobody is left waiting. */
    private void runDevice(DeviceLoop loop, JobTable jobs) {
        Throwable cause = null;
        try {
            loop.run();
        } catch (Throwable e) {
            cause = e;
            throw e;
        } finally {
            synchronized (gate) {
                closed = true;
            }
            abandon(jobs, cause);
        }
    }

    private void abandon(JobTable jobs, @Nullable Throwable cause) {
        JobFailedException failure = new JobFailedException(
                Reason.CLOSED, "The scheduler closed before the job was done; submit it again.", cause);
        for (Message message = inbox.poll(); message != null; message = inbox.poll()) {
            switch (message) {
                case Message.Submitted submitted -> jobs.add(submitted.job());
                case Message.Called<?> called -> called.refuse(failure);
                case Message.Cancelled ignored -> {}
                case Message.RowsTaken ignored -> {}
                case Message.RowsRefused ignored -> {}
                case Message.Stop ignored -> {}
            }
        }
        jobs.endAll(failure);
    }

    private static JobFailedException closedFailure() {
        return new JobFailedException(Reason.CLOSED, "The scheduler is closed and takes no more work.", null);
    }

    private final class Handle implements JobHandle {
        private final Job job;

        Handle(Job job) {
            this.job = job;
        }

        @Override
        public CompletableFuture<JobReport> done() {
            return job.lifecycle().done();
        }

        @Override
        public CompletableFuture<Void> admitted() {
            return job.lifecycle().admitted();
        }

        @Override
        public void cancel() {
            if (!post(new Message.Cancelled(job))) {
                LOGGER.atDebug().log("Cancelled a job of a scheduler that has closed");
            }
        }
    }
}
