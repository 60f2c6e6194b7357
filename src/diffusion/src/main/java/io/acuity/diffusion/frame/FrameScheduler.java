package io.acuity.diffusion.frame;

import io.acuity.diffusion.scheduler.JobHandle;
import io.acuity.diffusion.scheduler.TileScheduler;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs whole images on a device that tiles may be using too: each step is one visit to the device thread, so that other
 * jobs get their turn between two steps. Everything else happens on a virtual thread per job. Thread-safe; it owns
 * nothing that must be closed.
 */
public final class FrameScheduler {
    private final TileScheduler device;
    private final FrameSettings settings;
    private final Semaphore room;
    private final AtomicLong pixelsInFlight = new AtomicLong();

    /** Creates a scheduler that uses the thread of {@code device}. */
    public FrameScheduler(TileScheduler device, FrameSettings settings) {
        this.device = device;
        this.settings = settings;
        // Fair: a stream of small images must not keep a large one out.
        this.room = new Semaphore(mebibytes(settings.maxBytesInFlight()), true);
    }

    /**
     * Submits a job. Images that take more memory than the bound fail at once, with
     * {@link io.acuity.diffusion.scheduler.JobFailedException.Reason#IMAGE_TOO_LARGE}; so do those whose patches would,
     * where the model cuts images up.
     */
    public JobHandle submit(FrameSpec spec) {
        FrameJob job = new FrameJob(spec, device);
        int width = spec.model().chop().patch(spec.lowRes().width());
        int height = spec.model().chop().patch(spec.lowRes().height());
        long bytes = spec.model().memoryBytes(width, height);
        if (bytes > settings.maxFrameBytes()) {
            job.refuse(
                    "An image of " + spec.lowRes().width() + "×" + spec.lowRes().height()
                            + " pixels is too large for this model: it looks at " + width + "×" + height
                            + " pixels at once, which takes about " + mebibytes(bytes) + " MiB where "
                            + mebibytes(settings.maxFrameBytes())
                            + " are allowed; send a smaller one, or give the model a smaller chop_size.");
            return job;
        }
        long pixels = spec.model().networkPixels(width, height);
        pixelsInFlight.addAndGet(pixels);
        job.start(room, mebibytes(bytes), () -> pixelsInFlight.addAndGet(-pixels));
        return job;
    }

    private static int mebibytes(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(bytes, 1L << 20));
    }

    /** LR pixels that all jobs submitted and not ended look at at once, waiting ones included. */
    public long pixelsInFlight() {
        return pixelsInFlight.get();
    }
}
