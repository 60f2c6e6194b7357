package io.acuity.diffusion.frame;

import io.acuity.diffusion.DeviceMemoryException;
import io.acuity.diffusion.preview.Preview;
import io.acuity.diffusion.scheduler.JobFailedException;
import io.acuity.diffusion.scheduler.JobFailedException.Reason;
import io.acuity.diffusion.scheduler.JobHandle;
import io.acuity.diffusion.scheduler.JobReport;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.diffusion.scheduler.TileScheduler;
import io.acuity.diffusion.tiles.Rect;
import io.acuity.imaging.FloatImage;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One whole image from waiting to its last row. The job's own thread waits; the device thread computes. */
final class FrameJob implements JobHandle {
    private static final Logger LOGGER = LoggerFactory.getLogger(FrameJob.class);

    private final FrameSpec spec;
    private final TileScheduler device;
    private final CompletableFuture<JobReport> done = new CompletableFuture<>();
    private final CompletableFuture<Void> admitted = new CompletableFuture<>();
    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
    private final long submittedNanos = System.nanoTime();
    private final FrameViews views;
    /** Written by the job's thread, as is what follows. */
    private long queueNanos;

    private long computeNanos;

    FrameJob(FrameSpec spec, TileScheduler device) {
        this.spec = spec;
        this.device = device;
        this.views = FrameViews.of(spec);
    }

    @Override
    public CompletableFuture<JobReport> done() {
        return done;
    }

    @Override
    public CompletableFuture<Void> admitted() {
        return admitted;
    }

    @Override
    public void cancel() {
        cancelled.complete(null);
    }

    /** Ends a job that was not started. */
    void refuse(String sentence) {
        end(new JobFailedException(Reason.IMAGE_TOO_LARGE, sentence, null));
    }

    /** Starts the job's thread, which takes {@code pixels} of the room and gives them back. */
    void start(Semaphore room, int pixels, Runnable whenOver) {
        Thread thread = Thread.ofVirtual().name("acuity-frame").unstarted(() -> runWithin(room, pixels, whenOver));
        // While it waits to be let in nobody else needs the thread, so that it may be interrupted.
        var unused = cancelled.thenRun(() -> {
            if (!admitted.isDone()) {
                thread.interrupt();
            }
        });
        thread.start();
    }

    private void runWithin(Semaphore room, int pixels, Runnable whenOver) {
        try {
            room.acquire(pixels);
        } catch (InterruptedException e) {
            whenOver.run();
            end(new CancellationException("The job was cancelled."));
            return;
        }
        JobReport report = null;
        Throwable failure = null;
        try {
            admitted.complete(null);
            report = run();
        } catch (Throwable e) {
            // The root of the job's thread: whatever ended it is told to those who wait.
            failure = translated(e);
        }
        room.release(pixels);
        whenOver.run();
        if (report != null) {
            done.complete(report);
        } else {
            end(failure);
        }
    }

    private void end(@org.jspecify.annotations.Nullable Throwable failure) {
        Throwable cause = failure == null ? new IllegalStateException("The job ended without a report.") : failure;
        if (cause instanceof JobFailedException) {
            LOGGER.atWarn().addKeyValue("error", cause.getMessage()).log("Job failed");
        }
        admitted.completeExceptionally(cause);
        done.completeExceptionally(cause);
    }

    private JobReport run() throws IOException {
        LowRes lowRes = spec.lowRes();
        FrameChop chop = spec.model().chop();
        int[] columns = chop.starts(lowRes.width());
        int[] rows = chop.starts(lowRes.height());
        FrameProgress progress = new FrameProgress((spec.model().steps() + 2L) * columns.length * rows.length);
        int width = chop.patch(lowRes.width());
        int height = chop.patch(lowRes.height());
        if (columns.length * rows.length == 1) {
            FloatImage result = refine(FramePatch.of(spec, new Rect(0, 0, width, height)), progress);
            FrameRows.write(result, 0, spec.rows());
        } else {
            refineParts(columns, rows, progress);
        }
        progress.told();
        return report(progress, width, height);
    }

    private void refineParts(int[] columns, int[] rows, FrameProgress progress) throws IOException {
        LowRes all = spec.lowRes();
        FrameChop chop = spec.model().chop();
        Magnification magnification = spec.model().magnification();
        int width = chop.patch(all.width());
        int height = chop.patch(all.height());
        FrameBands bands = new FrameBands(magnification.length(all.width()), magnification.length(height), spec.rows());
        for (int row = 0; row < rows.length; row++) {
            int top = magnification
                    .place(new Rect(0, rows[row], width, height), all.width(), all.height())
                    .y();
            bands.writeBefore(top);
            for (int column : columns) {
                FramePatch patch = FramePatch.of(spec, new Rect(column, rows[row], width, height));
                bands.add(refine(patch, progress), patch.x(), patch.y());
            }
        }
        bands.writeBefore(magnification.length(all.height()));
    }

    private FloatImage refine(FramePatch patch, FrameProgress progress) {
        progress.told();
        FrameChain chain = onDevice(() -> spec.model().begin(patch));
        try {
            progress.done();
            runSteps(chain, patch, progress);
            FloatImage result = onDevice(chain::result);
            views.keep(result, patch);
            progress.patches++;
            progress.done++;
            requireWanted();
            return result;
        } finally {
            release(chain);
        }
    }

    private void runSteps(FrameChain chain, FramePatch patch, FrameProgress progress) {
        for (int i = 0; i < spec.model().steps(); i++) {
            if (onDevice(chain::step)) {
                progress.networkCalls++;
            }
            progress.done();
            if (views.isWanted(progress.done, progress.total)) {
                int steps = spec.model().steps();
                views.show(
                        onDevice(chain::estimate),
                        patch,
                        new Preview.Stage(i + 1, steps, progress.done, progress.total));
            }
        }
    }

    /** Frees what a chain holds, in the device's own time. The model, whose release comes later, outlives it. */
    private void release(FrameChain chain) {
        var unused = device.onDevice(() -> {
                    chain.close();
                    return true;
                })
                .exceptionally(failure -> {
                    LOGGER.atWarn().addKeyValue("error", failure.toString()).log("A chain could not be released");
                    return false;
                });
    }

    private JobReport report(FrameProgress progress, int width, int height) {
        int steps = spec.model().steps();
        double area = spec.model().magnification().area();
        return new JobReport(
                progress.networkCalls,
                Math.round(spec.model().networkPixels(width, height) * area) * progress.networkCalls,
                Math.round(spec.lowRes().pixels() * area) * steps,
                spec.model().codecPixels(width, height) * progress.patches,
                queueNanos,
                computeNanos);
    }

    /** What has been done; used by the job's thread alone. */
    private final class FrameProgress {
        private final long total;
        private long done;
        private long toldOf;
        private long networkCalls;
        private long patches;

        FrameProgress(long total) {
            this.total = total;
        }

        /** Counts one part of the work and tells of it. */
        void done() {
            done++;
            told();
        }

        /** Tells of what is done, unless it was told already. */
        void told() {
            if (done > toldOf) {
                toldOf = done;
                FrameJob.this.told(done, total);
            }
        }
    }

    /** Has the device thread do one part of the work, unless the job is no longer wanted. */
    private <T> T onDevice(Callable<T> part) {
        requireWanted();
        try {
            return device.onDevice(() -> {
                        long start = System.nanoTime();
                        if (queueNanos == 0) {
                            queueNanos = start - submittedNanos;
                        }
                        try {
                            return part.call();
                        } finally {
                            computeNanos += System.nanoTime() - start;
                        }
                    })
                    .join();
        } catch (CompletionException e) {
            throw onDeviceFailure(e.getCause() == null ? e : e.getCause());
        }
    }

    private static RuntimeException onDeviceFailure(Throwable cause) {
        return switch (cause) {
            case JobFailedException failed -> failed;
            case DeviceMemoryException memory ->
                new JobFailedException(
                        Reason.OUT_OF_DEVICE_MEMORY,
                        "The device has too little memory for the whole image; send a smaller one.",
                        memory);
            default ->
                new JobFailedException(
                        Reason.NETWORK_FAILED, "The network failed on the image: " + cause.getMessage(), cause);
        };
    }

    private void requireWanted() {
        if (cancelled.isDone()) {
            throw new CancellationException("The job was cancelled.");
        }
    }

    private void told(long count, long total) {
        try {
            spec.progress().progressed(count, total);
        } catch (RuntimeException e) {
            LOGGER.atWarn().setCause(e).log("A progress listener failed");
        }
    }

    private static Throwable translated(Throwable failure) {
        return failure instanceof IOException
                ? new JobFailedException(
                        Reason.SINK_FAILED, "The result could not be written: " + failure.getMessage(), failure)
                : failure;
    }
}
