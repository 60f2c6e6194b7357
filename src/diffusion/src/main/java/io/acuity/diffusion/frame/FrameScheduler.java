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
        this.room = new Semaphore(settings.maxPixelsInFlight(), true);
    }

    /**
     * Submits a job. Images above the bound fail at once, with
     * {@link io.acuity.diffusion.scheduler.JobFailedException.Reason#IMAGE_TOO_LARGE}.
     */
    public JobHandle submit(FrameSpec spec) {
        FrameJob job = new FrameJob(spec, device);
        long pixels =
                spec.model().networkPixels(spec.lowRes().width(), spec.lowRes().height());
        if (pixels > settings.maxImagePixels()) {
            job.refuse("An image of " + spec.lowRes().width() + "×"
                    + spec.lowRes().height()
                    + " pixels is too large for this model, which looks at whole images of up to "
                    + settings.maxImagePixels() + " pixels with their padding; send a smaller one or cut it up.");
            return job;
        }
        pixelsInFlight.addAndGet(pixels);
        job.start(room, (int) pixels, () -> pixelsInFlight.addAndGet(-pixels));
        return job;
    }

    /** LR pixels of all jobs submitted and not ended, waiting ones included. */
    public long pixelsInFlight() {
        return pixelsInFlight.get();
    }
}
