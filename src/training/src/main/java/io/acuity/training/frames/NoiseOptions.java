package io.acuity.training.frames;

import io.acuity.diffusion.gaussian.ChainDomain;
import io.acuity.diffusion.gaussian.Prediction;
import io.acuity.networks.sr3.ErrorNorm;

/**
 * What a network is trained to predict, and from what.
 *
 * @param domain what the chain runs over
 * @param target what is predicted
 * @param norm of the error
 * @param sharedStep whether all frames of a batch are at one step t, as in SR3's published code; noise levels within the
 *     step stay each frame's own
 * @param sharedNoise whether all frames of a batch get the same noise, as SR4's report says (its code draws it for each)
 * @param lastExcluded whether t is drawn from 1 … T − 1, as in SR4's code: the noisiest interval is never trained
 */
public record NoiseOptions(
        ChainDomain domain,
        Prediction target,
        ErrorNorm norm,
        boolean sharedStep,
        boolean sharedNoise,
        boolean lastExcluded) {
    /** SR3's objective: absolute errors of the noise, each frame by itself. */
    public static final NoiseOptions PLAIN =
            new NoiseOptions(ChainDomain.IMAGE, Prediction.NOISE, ErrorNorm.L1, false, false, false);

    /** Refuses a residual of a residual. */
    public NoiseOptions {
        if (domain != ChainDomain.IMAGE && target == Prediction.RESIDUAL) {
            throw new IllegalArgumentException("A chain over residuals predicts noise or what is clean of it, for the"
                    + " residual of a residual is nothing; choose one of the two.");
        }
    }
}
