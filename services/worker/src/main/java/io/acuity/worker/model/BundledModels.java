package io.acuity.worker.model;

import io.acuity.checkpoints.UnknownModelException;
import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.diffusion.scheduler.TileScheduler;
import io.acuity.networks.Precision;
import io.acuity.networks.program.SharedPrograms;
import io.acuity.worker.upscale.UpscaleModel;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Models from bundles. The files are read and verified at once; the device thread loads them while others start. Checkpoints of one
 * architecture share its programs.
 */
public final class BundledModels implements ModelShelf {
    private static final Logger LOGGER = LoggerFactory.getLogger(BundledModels.class);

    private final TileScheduler scheduler;
    /** Made, used and closed by the device thread. */
    private final SharedPrograms programs = new SharedPrograms();

    private final ModelLoader loader;
    private final Map<String, ModelSlot> slots = new LinkedHashMap<>();
    private final Set<ResidentModel> residents = ConcurrentHashMap.newKeySet();

    private BundledModels(TileScheduler scheduler, Precision precision, UnaryOperator<ModelLoader> around) {
        this.scheduler = scheduler;
        this.loader = around.apply(new BundleLoader(
                precision, programs, new WarmUp(scheduler.settings().maxBatchPixels())));
    }

    /**
     * Reads bundles and begins to load them.
     *
     * @param scheduler its device thread runs the models
     * @param namesOrFolders shipped names, or folders of bundles; the first is the default model
     * @param precision of the networks
     * @throws UnknownModelException if a bundle does not exist
     * @throws io.acuity.checkpoints.CorruptCheckpointException if one fails its hash
     */
    public static BundledModels load(TileScheduler scheduler, List<String> namesOrFolders, Precision precision) {
        return load(scheduler, namesOrFolders, precision, UnaryOperator.identity());
    }

    /**
     * The same with something around the loader, for tests and benchmarks that put faults into checkpoints.
     *
     * @param around from the loader of bundles to the one that is used
     */
    public static BundledModels load(
            TileScheduler scheduler,
            List<String> namesOrFolders,
            Precision precision,
            UnaryOperator<ModelLoader> around) {
        BundledModels models = new BundledModels(scheduler, precision, around);
        for (String nameOrFolder : namesOrFolders) {
            ModelBundle bundle = BundleCatalog.find(nameOrFolder);
            models.slots.put(
                    bundle.description().name(),
                    new ModelSlot(new ModelSlot.Origin(nameOrFolder, ModelSlot.PATIENCE), bundle, models::load));
        }
        return models;
    }

    private CompletableFuture<ResidentModel> load(ModelBundle bundle) {
        return scheduler.onDevice(() -> {
            ResidentModel resident = new ResidentModel(loader.load(bundle), this::release);
            residents.add(resident);
            return resident;
        });
    }

    private void release(ResidentModel resident) {
        var unused = scheduler.onDevice(() -> free(resident)).whenComplete((freed, failure) -> {
            if (failure != null) {
                LOGGER.atWarn()
                        .addKeyValue("checkpointId", resident.checkpoint())
                        .addKeyValue("error", failure.toString())
                        .log("A checkpoint could not be released");
            }
        });
    }

    /** Frees a checkpoint's memory, once; on the device thread. */
    private boolean free(ResidentModel resident) {
        boolean mine = residents.remove(resident);
        if (mine) {
            resident.model().release();
            LOGGER.atDebug().addKeyValue("checkpointId", resident.checkpoint()).log("Checkpoint released");
        }
        return mine;
    }

    @Override
    public Collection<String> names() {
        return List.copyOf(slots.keySet());
    }

    @Override
    public UpscaleModel model(String name) {
        return slot(name).serving().stable().model();
    }

    @Override
    public ModelLease lease(String name, String jobId) {
        return slot(name).lease(jobId);
    }

    @Override
    public ModelLease leaseStable(String name) {
        return slot(name).leaseStable();
    }

    @Override
    public Collection<ModelSlot> slots() {
        return List.copyOf(slots.values());
    }

    private ModelSlot slot(String name) {
        ModelSlot slot = slots.get(name);
        if (slot == null) {
            throw new UnknownModelException(
                    "There is no model " + name + " here; choose one of " + String.join(", ", slots.keySet()) + ".");
        }
        return slot;
    }

    /** Frees the models' memory on the device thread, which must still run, also of those that are leased. */
    @Override
    public void close() {
        slots.values().forEach(ModelSlot::close);
        scheduler
                .onDevice(() -> {
                    List.copyOf(residents).forEach(this::free);
                    programs.close();
                    return true;
                })
                .join();
    }
}
