package io.acuity.worker.upscale;

import io.acuity.diffusion.Denoiser;
import io.acuity.diffusion.shift.ShiftProcess;

/**
 * A model on a residual-shift chain, ready to run.
 *
 * @param name as requests ask for it
 * @param checkpoint identity of its weights
 * @param sha256 hash of its weights
 * @param scale magnification
 * @param denoiser the network, owned by the device thread
 * @param process the chain it was trained for
 */
public record ShiftModel(
        String name, String checkpoint, String sha256, int scale, Denoiser denoiser, ShiftProcess process)
        implements UpscaleModel {
    private static final int BICUBIC_REACH = 2;

    @Override
    public int steps() {
        return process.steps();
    }

    /**
     * The same model on a shorter chain: η is read off the trained schedule at equal distances, and the network is told the
     * trained step nearest to each. A longer one would show the network states it has never seen, its own sharpened image
     * above all, which it sharpens again: stripes grow with every step.
     */
    @Override
    public ShiftModel withSteps(int steps) {
        SpacedSteps.requireWithin(name, steps, steps());
        return steps == steps() ? this : RespacedDenoiser.respace(this, steps);
    }

    /** Source pixels around a pixel that its result depends on: what the network sees at each of its steps, and the bicubic start. */
    public int reach() {
        return denoiser.radius() * steps() + BICUBIC_REACH;
    }

    @Override
    public void release() {
        denoiser.close();
    }
}
