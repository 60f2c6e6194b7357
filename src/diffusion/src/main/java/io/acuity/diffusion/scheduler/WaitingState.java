package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.codec.LatentUpsampler;
import io.acuity.diffusion.mask.MaskedChain;
import io.acuity.diffusion.tiles.Rect;

/**
 * Makes the states of pixels that wait, in closed form, one latent channel after the other. Arrays are laid out by window. Used
 * by the device thread.
 */
final class WaitingState {
    private final PlaneScratch scratch;
    private float[] noise = new float[0];
    private float[] mean = new float[0];

    WaitingState(PlaneScratch scratch) {
        this.scratch = scratch;
    }

    /**
     * Fills one channel; to be called for all of them in order.
     *
     * @param wanted 1 where the state is needed; elsewhere it is not made
     * @param target receives {@code waitingMean · y + waitingDeviation · ε}
     */
    void fill(RefineStep step, int channel, float[] wanted, float[] target) {
        MaskedChain chain = step.job().spec().process();
        int pixels = step.patch().window().pixels();
        int factor = step.job().terms().factor();
        float deviation = chain.waitingDeviation(step.index());
        float weight = chain.waitingMean(step.index());
        int from = channel % factor * pixels;
        noise = noise.length < pixels * factor ? new float[pixels * factor] : noise;
        mean = mean.length < pixels ? new float[pixels] : mean;
        if (deviation != 0 && channel % factor == 0) {
            int draw = chain.waitingDraw(step.index());
            step.job().noise().fill(step.patch().window(), draw, channel / factor, wanted, noise);
        }
        if (weight != 0) {
            upsampled(step, channel, mean);
        }
        for (int i = 0; i < pixels; i++) {
            target[i] = wanted[i] * (deviation * noise[from + i] + weight * mean[i]);
        }
    }

    private void upsampled(RefineStep step, int channel, float[] target) {
        Rect window = step.patch().window();
        int factor = step.job().terms().factor();
        LatentUpsampler upsampler = scratch.upsampler(factor);
        if (channel % (factor * factor) == 0) {
            upsampler.select(step.job().spec().lowRes().plane(channel / (factor * factor)), window);
        }
        if (channel % factor == 0) {
            upsampler.filterColumns(channel / factor % factor);
        }
        upsampler.plane(channel % factor, target);
    }
}
