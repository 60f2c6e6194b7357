package io.acuity.worker;

import io.acuity.attention.catalog.AttentionCatalog;
import io.acuity.diffusion.frame.FrameScheduler;
import io.acuity.diffusion.frame.FrameSettings;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.diffusion.scheduler.TileScheduler;
import io.acuity.networks.Precision;
import io.acuity.networks.saliency.InstalledBackbones;
import io.acuity.worker.model.BundledModels;
import io.acuity.worker.model.ModelLoader;
import io.acuity.worker.model.ModelShelf;
import io.acuity.worker.upscale.PictureUpscaler;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A device with its scheduler and the models on it; what a worker, an evaluation or a benchmark computes with. */
public final class WorkerDevice implements AutoCloseable {
    private final TileScheduler scheduler;
    private final FrameScheduler frames;
    private final ModelShelf models;
    private final InstalledBackbones backbones;
    private final AtomicBoolean closed = new AtomicBoolean();

    private WorkerDevice(TileScheduler scheduler, ModelShelf models, Path backbones) {
        this.scheduler = scheduler;
        this.frames = new FrameScheduler(scheduler, FrameSettings.DEFAULT);
        this.models = models;
        this.backbones = new InstalledBackbones(backbones, scheduler);
    }

    /**
     * Opens the device; models load on its thread while the caller goes on.
     *
     * @param namesOrFolders shipped models or folders of bundles; the first is the default
     * @param precision of the networks
     * @param settings sizes that bound memory and the length of a tick
     * @throws io.acuity.checkpoints.UnknownModelException if a model does not exist
     * @throws io.acuity.checkpoints.CorruptCheckpointException if a model fails its hash
     */
    public static WorkerDevice open(List<String> namesOrFolders, Precision precision, SchedulerSettings settings) {
        return open(namesOrFolders, precision, settings, UnaryOperator.identity());
    }

    /**
     * Opens the device with something around the loader of bundles, for tests and benchmarks that put faults into checkpoints.
     *
     * @param around from the loader of bundles to the one that is used
     */
    public static WorkerDevice open(
            List<String> namesOrFolders,
            Precision precision,
            SchedulerSettings settings,
            UnaryOperator<ModelLoader> around) {
        return open(
                settings,
                scheduler -> BundledModels.load(scheduler, namesOrFolders, precision, around),
                InstalledBackbones.userFolder());
    }

    /** Opens a device with other models, and with the backbones of another folder. For tests. */
    static WorkerDevice open(SchedulerSettings settings, Function<TileScheduler, ModelShelf> shelf, Path backbones) {
        TileScheduler scheduler = new TileScheduler(settings);
        try {
            return new WorkerDevice(scheduler, shelf.apply(scheduler), backbones);
        } catch (RuntimeException e) {
            scheduler.close();
            throw e;
        }
    }

    /** The models on it. */
    public ModelShelf models() {
        return models;
    }

    /** The extractors of attention maps that work here. */
    public AttentionCatalog extractors() {
        return new AttentionCatalog(backbones);
    }

    /** Upscales pictures on it. */
    public PictureUpscaler upscaler() {
        return new PictureUpscaler(scheduler, frames);
    }

    /** Has the device thread do something between ticks, such as run a network that judges results. */
    public <T> CompletableFuture<T> onDevice(Callable<T> work) {
        return scheduler.onDevice(work);
    }

    /** LR pixels of all pictures submitted and not ended. */
    public long pixelsInFlight() {
        return scheduler.pixelsInFlight() + frames.pixelsInFlight();
    }

    /** Nanoseconds in which the device was at work since it was opened. */
    public long busyNanos() {
        return scheduler.busyNanos();
    }

    /** Frees what is on the device; a second time it does nothing, since a worker closes its device too. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        models.close();
        backbones.close();
        scheduler.close();
    }
}
