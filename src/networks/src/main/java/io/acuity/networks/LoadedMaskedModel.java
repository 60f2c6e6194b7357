package io.acuity.networks;

import io.acuity.diffusion.GatedDenoiser;
import io.acuity.diffusion.mask.MaskedShift;

/**
 * A mask-gated checkpoint on the device, ready to run. Closing it, on the device thread, releases its weights and programs.
 *
 * @param name the model's name
 * @param checkpoint identity of the checkpoint, {@code name@hash}
 * @param sha256 hash of the weights
 * @param scale magnification
 * @param process the chain it was trained for
 * @param denoiser the network
 */
public record LoadedMaskedModel(
        String name, String checkpoint, String sha256, int scale, MaskedShift process, GatedDenoiser denoiser)
        implements AutoCloseable {
    @Override
    public void close() {
        denoiser.close();
    }
}
