package io.acuity.training.loop;

/**
 * How gradients become steps.
 *
 * @param kind Adam, or AdamW whose weight decay does not pass through the moments
 * @param beta1 memory of the mean of gradients
 * @param beta2 memory of their square
 * @param weightDecay 0 for none
 * @param averaging decay of the exponential moving average of the weights, which is what is kept
 * @param clipNorm gradients of a larger norm, over all weights, are scaled down to it (Pascanu et al. 2013)
 */
public record OptimizerSettings(
        Kind kind, double beta1, double beta2, double weightDecay, double averaging, double clipNorm) {
    /** The usual settings, without decay. */
    public static final OptimizerSettings DEFAULT = new OptimizerSettings(Kind.ADAMW, 0.9, 0.999, 0, 0.999, 1);

    /** Which optimizer. */
    public enum Kind {
        /** Kingma and Ba 2015; weight decay is a part of the gradient. */
        ADAM,
        /** Loshchilov and Hutter 2019. */
        ADAMW
    }

    /** Validates the numbers. */
    public OptimizerSettings {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && averaging >= 0 && averaging < 1)
                || !(weightDecay >= 0)
                || !(clipNorm > 0)) {
            throw new IllegalArgumentException("An optimizer needs memories from 0 to below 1, a weight decay that is"
                    + " not negative and a positive clip norm, not " + beta1 + ", " + beta2 + ", " + averaging + ", "
                    + weightDecay + ", " + clipNorm + ".");
        }
    }
}
