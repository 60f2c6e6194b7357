package io.acuity.diffusion.scheduler;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A job's share of the pixels in flight, taken at submission and given back once, by whichever thread ends the job. */
final class PixelShare {
    private final AtomicLong inFlight;
    private final long pixels;
    private final AtomicBoolean givenBack = new AtomicBoolean();

    PixelShare(AtomicLong inFlight, long pixels) {
        this.inFlight = inFlight;
        this.pixels = pixels;
    }

    /** Takes the pixels. */
    void take() {
        inFlight.addAndGet(pixels);
    }

    /** Gives the pixels back; again, it does nothing. */
    void giveBack() {
        if (givenBack.compareAndSet(false, true)) {
            inFlight.addAndGet(-pixels);
        }
    }
}
