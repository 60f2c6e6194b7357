package io.acuity.worker.job;

import io.acuity.diffusion.preview.Preview;
import io.acuity.diffusion.preview.PreviewListener;
import io.acuity.events.BlobReference;
import io.acuity.events.JobPreview;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Previews of one job, over all its attempts: at most one in half a second and {@value #MOST} in all, spread over the way. One
 * is made at a time; whoever works on the job never waits for it, and losing one loses no job.
 */
final class JobPreviews implements PreviewListener {
    /** Most previews of a job. */
    static final int MOST = 40;

    private static final Logger LOGGER = LoggerFactory.getLogger(JobPreviews.class);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final String jobId;
    private final PreviewPress press;
    private final Consumer<JobPreview> told;
    private final Executor threads;
    private final LongSupplier nanoTime;
    private final AtomicBoolean busy = new AtomicBoolean();
    // One thread at a time works on the job, though not the same in each attempt.
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicLong lastNanos;
    private final AtomicLong lastMark = new AtomicLong();

    /**
     * Where previews go.
     *
     * @param press makes and stores pictures
     * @param told hears of each that is stored, on one of the threads
     * @param threads do the work
     * @param nanoTime a clock
     */
    record Way(PreviewPress press, Consumer<JobPreview> told, Executor threads, LongSupplier nanoTime) {}

    JobPreviews(String jobId, Way way) {
        this.jobId = jobId;
        this.press = way.press;
        this.told = way.told;
        this.threads = way.threads;
        this.nanoTime = way.nanoTime;
        this.lastNanos = new AtomicLong(nanoTime.getAsLong() - PAUSE_NANOS);
    }

    @Override
    public boolean wants(long tilesDone, long tilesTotal) {
        long mark = mark(tilesDone, tilesTotal);
        if (mark < lastMark.get()) {
            // Another attempt has begun.
            lastMark.set(0);
        }
        return mark > lastMark.get()
                && made.get() < MOST
                && !busy.get()
                && nanoTime.getAsLong() - lastNanos.get() >= PAUSE_NANOS;
    }

    /** The way in as many parts as there may be previews. */
    private static long mark(long tilesDone, long tilesTotal) {
        return tilesDone * MOST / Math.max(1, tilesTotal);
    }

    @Override
    public void show(Preview preview) {
        int number = made.incrementAndGet();
        lastNanos.set(nanoTime.getAsLong());
        lastMark.set(mark(preview.stage().tilesDone(), preview.stage().tilesTotal()));
        busy.set(true);
        threads.execute(() -> publish(number, preview));
    }

    private void publish(int number, Preview preview) {
        try {
            BlobReference picture = press.store(preview);
            Preview.Stage stage = preview.stage();
            told.accept(JobPreview.newBuilder()
                    .setNumber(number)
                    .setStep(stage.step())
                    .setSteps(stage.steps())
                    .setTilesDone(stage.tilesDone())
                    .setTilesTotal(stage.tilesTotal())
                    .setPicture(picture)
                    .build());
        } catch (RuntimeException e) {
            LOGGER.atDebug()
                    .addKeyValue("jobId", jobId)
                    .addKeyValue("error", e.toString())
                    .log("A preview was not published");
        } finally {
            busy.set(false);
        }
    }
}
