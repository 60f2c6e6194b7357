package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.GatedDenoiser;
import io.acuity.diffusion.mask.ActivationSteps;
import io.acuity.diffusion.mask.MaskedChain;

/**
 * What to refine under a mask, and how.
 *
 * @param lowRes the image
 * @param process the chain the network was trained for, or one with fewer steps
 * @param activation from which step on each pixel is refined, by latent pixel; as large as the image
 * @param coverage which rectangles are computed
 * @param seed names the noise: equal seeds give equal results
 * @param deterministic identical bytes each time on one machine, at the price of running without batch mates
 * @param denoiser the network; stays open until the job is done
 * @param rows takes the result
 * @param progress hears of steps
 */
public record MaskedJobSpec(
        LowRes lowRes,
        MaskedChain process,
        ActivationSteps activation,
        Coverage coverage,
        long seed,
        boolean deterministic,
        GatedDenoiser denoiser,
        RowSink rows,
        ProgressListener progress) {

    /** Which rectangles are computed; the result is the same. */
    public enum Coverage {
        /** Rectangles around what is active. */
        RECTANGLES,
        /** The whole image at every step: what the rectangles are compared with. */
        FULL_FRAME
    }

    /** Validates that mask, chain and image fit together. */
    public MaskedJobSpec {
        if (activation.width() != lowRes.width() || activation.height() != lowRes.height()) {
            throw new IllegalArgumentException("The mask is made for an image of " + activation.width() + "×"
                    + activation.height() + " pixels, not for one of " + lowRes.width() + "×" + lowRes.height()
                    + "; make the attention map for this image.");
        }
        if (activation.steps() != process.steps()) {
            throw new IllegalArgumentException("The mask is made for a chain of " + activation.steps()
                    + " steps, not for one of " + process.steps() + ".");
        }
    }
}
