package io.acuity.networks;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.diffusion.codec.PixelUnshuffle;
import io.acuity.diffusion.frame.FrameModel;
import io.acuity.diffusion.frame.FramePadding;
import io.acuity.diffusion.frame.ShiftFrameModel;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.networks.exported.ExportedDenoiser;
import io.acuity.networks.exported.ModuleImport;
import io.acuity.networks.exported.Told;
import io.acuity.networks.frames.FrameConfig;
import io.acuity.networks.frames.GaussianChain;

/**
 * Turns bundles of denoisers exported elsewhere into models on the device: on a residual-shift chain over pixels
 * rearranged, where the bundle has one, or on a Gaussian chain over pixels.
 */
final class ExportedModels {
    /** What {@code model.json} calls such a system. */
    static final String DENOISER = ModuleImport.DENOISER;

    /** Sides of patches, in result pixels. */
    private static final int RESULT_CHOP = 512;

    private static final long BYTES_PER_PIXEL = 1L << 14;

    private ExportedModels() {}

    static FrameModel load(ModelBundle bundle, ModelDescription.WholeImage whole) {
        int scale = bundle.description().scale();
        FrameConfig frames =
                FrameConfig.of(whole.process(), new FrameConfig.Defaults("matlab", Math.max(1, RESULT_CHOP / scale)));
        return bundle.description().process().etas().length > 0
                ? shift(bundle, whole, frames)
                : gaussian(bundle, whole, frames);
    }

    private static FrameModel gaussian(ModelBundle bundle, ModelDescription.WholeImage whole, FrameConfig frames) {
        int scale = bundle.description().scale();
        JsonNode config = whole.network();
        ExportedDenoiser.Shape shape = shape(config, 3, Told.of(config, Told.NOISE_LEVEL));
        GaussianChain chain = GaussianChain.of(whole.process(), shape.told() == Told.STEP);
        if (chain.process().learnsVariance()) {
            throw new IllegalArgumentException(
                    "its chain takes variances from the network, which exported ones do not give.");
        }
        // A multiple of LR pixels is one of state pixels, more often than need be.
        FramePadding padding = new FramePadding(
                shape.padding().multiple(), Math.ceilDiv(shape.padding().least(), scale));
        ExportedDenoiser network = ExportedDenoiser.load(
                bundle.weights().tensors(), shape, chain.process().schedule());
        try {
            return GaussianModels.model(scale, frames, chain, network, padding);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private static FrameModel shift(ModelBundle bundle, ModelDescription.WholeImage whole, FrameConfig frames) {
        PixelUnshuffle codec = new PixelUnshuffle(bundle.description().scale());
        ExportedDenoiser.Shape shape = shape(whole.network(), codec.channels(), Told.STEP);
        ShiftProcess process = WholeImageModels.process(bundle.description().process(), whole);
        return new ShiftFrameModel(new ShiftFrameModel.Parts(
                bundle.description().scale(),
                ExportedDenoiser.load(bundle.weights().tensors(), shape, null),
                codec,
                process,
                frames.enlargement(),
                shape.padding(),
                frames.chop(),
                frames.masks()));
    }

    private static ExportedDenoiser.Shape shape(JsonNode config, int channels, Told told) {
        return new ExportedDenoiser.Shape(
                channels,
                told,
                new FramePadding(
                        config.path("multiple").asInt(1),
                        config.path("least_side").asInt(ModuleImport.LEAST_SIDE)),
                config.path("bytes_per_pixel").asLong(BYTES_PER_PIXEL));
    }
}
