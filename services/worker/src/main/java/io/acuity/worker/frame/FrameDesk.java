package io.acuity.worker.frame;

import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.streaming.Cancellations;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.trace.Traces;
import io.acuity.worker.model.ModelShelf;
import io.acuity.worker.upscale.PictureUpscaler;
import java.net.URI;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/** Puts together what works on frames, and takes it apart again. */
public final class FrameDesk implements AutoCloseable {
    private final BlobStore store;
    private final FrameJobs jobs;

    private FrameDesk(BlobStore store, FrameJobs jobs) {
        this.store = store;
        this.jobs = jobs;
    }

    /**
     * What frames are worked on with.
     *
     * @param blobStore where frames lie
     * @param worker name of this worker in results
     * @param limits what frames are accepted
     * @param models what can be run
     * @param upscaler where it runs
     * @param hasRoom whether more frames may be taken
     * @param cancellations who cancelled what; stays the caller's to close
     * @param traces follow frames
     */
    public record Setup(
            URI blobStore,
            String worker,
            DecodeLimits limits,
            ModelShelf models,
            PictureUpscaler upscaler,
            BooleanSupplier hasRoom,
            Cancellations cancellations,
            Traces traces) {}

    /** Opens the store. */
    public static FrameDesk open(Setup setup) {
        BlobStore store = BlobStores.open(setup.blobStore());
        FrameImages images = new FrameImages(store, setup.limits());
        FrameReports reports = new FrameReports(setup.worker(), Clock.systemUTC());
        FrameComputer computer = new FrameComputer(setup.models(), setup.upscaler());
        return new FrameDesk(
                store,
                new FrameJobs(new FrameJobs.Tools(
                        images, computer, reports, setup.cancellations(), setup.traces(), setup.hasRoom())));
    }

    /** The handler for the lane. */
    public FrameJobs jobs() {
        return jobs;
    }

    @Override
    public void close() {
        jobs.close();
        store.close();
    }
}
