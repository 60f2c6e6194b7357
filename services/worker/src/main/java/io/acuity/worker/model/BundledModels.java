package io.acuity.worker.model;

import io.acuity.checkpoints.UnknownModelException;
import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.diffusion.scheduler.TileScheduler;
import io.acuity.networks.LoadedMaskedModel;
import io.acuity.networks.LoadedModel;
import io.acuity.networks.MaskedModels;
import io.acuity.networks.Models;
import io.acuity.networks.Precision;
import io.acuity.networks.WholeImageModels;
import io.acuity.worker.upscale.MaskedModel;
import io.acuity.worker.upscale.ShiftModel;
import io.acuity.worker.upscale.UpscaleModel;
import io.acuity.worker.upscale.WholeImageModel;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Models from bundles. The files are read and verified at once; the device thread loads them while others start. */
public final class BundledModels implements ModelShelf {
    private final TileScheduler scheduler;
    private final Map<String, CompletableFuture<UpscaleModel>> models;

    private BundledModels(TileScheduler scheduler, Map<String, CompletableFuture<UpscaleModel>> models) {
        this.scheduler = scheduler;
        this.models = models;
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
        Map<String, CompletableFuture<UpscaleModel>> models = new LinkedHashMap<>();
        for (String nameOrFolder : namesOrFolders) {
            ModelBundle bundle = BundleCatalog.find(nameOrFolder);
            models.put(bundle.description().name(), scheduler.onDevice(() -> load(bundle, precision)));
        }
        return new BundledModels(scheduler, models);
    }

    @Override
    public Collection<String> names() {
        return List.copyOf(models.keySet());
    }

    @Override
    public UpscaleModel model(String name) {
        CompletableFuture<UpscaleModel> model = models.get(name);
        if (model == null) {
            throw new UnknownModelException(
                    "There is no model " + name + " here; choose one of " + String.join(", ", models.keySet()) + ".");
        }
        try {
            return model.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Frees the models' memory on the device thread, which must still run. */
    @Override
    public void close() {
        for (CompletableFuture<UpscaleModel> model : models.values()) {
            scheduler
                    .onDevice(() -> {
                        if (model.isDone() && !model.isCompletedExceptionally()) {
                            model.join().release();
                        }
                        return true;
                    })
                    .join();
        }
    }

    private static UpscaleModel load(ModelBundle bundle, Precision precision) {
        if (WholeImageModels.describes(bundle)) {
            return new WholeImageModel(
                    bundle.description().name(),
                    bundle.checkpointId(),
                    bundle.sha256(),
                    WholeImageModels.load(bundle, precision));
        }
        return MaskedModels.SYSTEM.equals(bundle.description().system())
                ? masked(MaskedModels.load(bundle, precision))
                : shift(Models.load(bundle, precision));
    }

    private static UpscaleModel shift(LoadedModel loaded) {
        return new ShiftModel(
                loaded.name(),
                loaded.checkpoint(),
                loaded.sha256(),
                loaded.scale(),
                loaded.denoiser(),
                loaded.process());
    }

    private static UpscaleModel masked(LoadedMaskedModel loaded) {
        return new MaskedModel(
                loaded.name(),
                loaded.checkpoint(),
                loaded.sha256(),
                loaded.scale(),
                loaded.denoiser(),
                loaded.process());
    }
}
