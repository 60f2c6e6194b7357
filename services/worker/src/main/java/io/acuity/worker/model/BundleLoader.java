package io.acuity.worker.model;

import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.networks.LoadedMaskedModel;
import io.acuity.networks.LoadedModel;
import io.acuity.networks.MaskedModels;
import io.acuity.networks.Models;
import io.acuity.networks.Precision;
import io.acuity.networks.WholeImageModels;
import io.acuity.networks.program.ProgramSource;
import io.acuity.worker.upscale.MaskedModel;
import io.acuity.worker.upscale.ShiftModel;
import io.acuity.worker.upscale.UpscaleModel;
import io.acuity.worker.upscale.WholeImageModel;

/**
 * Loads bundles of every system.
 *
 * @param precision of the networks
 * @param programs where local networks get their programs; those that look at whole images bring their own
 * @param warmUp of networks that work on tiles
 */
record BundleLoader(Precision precision, ProgramSource programs, WarmUp warmUp) implements ModelLoader {
    @Override
    public UpscaleModel load(ModelBundle bundle) {
        if (WholeImageModels.describes(bundle)) {
            return new WholeImageModel(
                    bundle.description().name(),
                    bundle.checkpointId(),
                    bundle.sha256(),
                    WholeImageModels.load(bundle, precision));
        }
        return MaskedModels.SYSTEM.equals(bundle.description().system())
                ? masked(MaskedModels.load(bundle, precision, programs))
                : shift(Models.load(bundle, precision, programs));
    }

    private UpscaleModel shift(LoadedModel loaded) {
        warmUp.run(loaded.denoiser());
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
