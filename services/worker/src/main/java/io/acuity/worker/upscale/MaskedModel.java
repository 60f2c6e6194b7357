package io.acuity.worker.upscale;

import io.acuity.diffusion.GatedDenoiser;
import io.acuity.diffusion.mask.CleanEstimate;
import io.acuity.diffusion.mask.MaskedShift;
import io.acuity.diffusion.mask.UngatedDenoiser;

/**
 * A model on a masked residual-shift chain, ready to run: usually a mask-gated one.
 *
 * @param name as requests ask for it
 * @param checkpoint identity of its weights
 * @param sha256 hash of its weights
 * @param scale magnification
 * @param denoiser the network, owned by the device thread
 * @param process the chain it was trained for
 */
public record MaskedModel(
        String name, String checkpoint, String sha256, int scale, GatedDenoiser denoiser, MaskedShift process)
        implements UpscaleModel {
    /**
     * A model without gates under masks: it sees the states of waiting pixels, and rectangles have a halo all around. The network
     * stays the given model's, which releases it.
     *
     * @throws IllegalArgumentException if the network predicts what masked sampling cannot use
     */
    public static MaskedModel of(ShiftModel model) {
        MaskedShift chain = new MaskedShift(model.process().schedule());
        CleanEstimate view = new CleanEstimate.OfShift(model.process());
        return new MaskedModel(
                model.name(),
                model.checkpoint(),
                model.sha256(),
                model.scale(),
                new UngatedDenoiser(model.denoiser(), chain, view, false),
                chain);
    }

    @Override
    public int steps() {
        return process.steps();
    }

    /** The same model on a shorter chain: the network is told the trained step nearest to each. */
    @Override
    public MaskedModel withSteps(int steps) {
        SpacedSteps.requireWithin(name, steps, steps());
        if (steps == steps()) {
            return this;
        }
        SpacedSteps spaced = SpacedSteps.of(process.schedule(), steps);
        return new MaskedModel(
                name,
                checkpoint,
                sha256,
                scale,
                new RespacedGatedDenoiser(denoiser, spaced.trainedIndex()),
                new MaskedShift(spaced.schedule()));
    }

    @Override
    public void release() {
        denoiser.close();
    }
}
