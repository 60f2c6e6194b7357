package io.acuity.diffusion.gaussian;

/** What a Gaussian chain runs over: what its x is. */
public enum ChainDomain {
    /** The image itself, as in SR3. */
    IMAGE,
    /**
     * What the upsampled LR image lacks, {@code X = x − y}, neither scaled nor clipped (SR4's residual prediction): the
     * chain ends in X₀ and the result is {@code X₀ + y}. Unlike {@link Prediction#RESIDUAL}, where a network reads the
     * residual off a chain over the image, states are noisy residuals.
     */
    RESIDUAL,
    /**
     * Twice what the upsampled LR image lacks, clipped: {@code X = clamp(2 (x − y), −1, 1)} (SRDiff). The result is
     * {@code clamp(X₀, −1, 1)/2 + y}, so that it departs from y by half a unit at most.
     */
    DOUBLED_RESIDUAL;

    /**
     * The x of the chain for an image.
     *
     * @param image in [-1, 1]
     * @param upsampled y, of the same shape in [-1, 1]
     * @return the image as it is, or a new array within [-2, 2] ([-1, 1] where clipped)
     */
    public float[] fromImage(float[] image, float[] upsampled) {
        return switch (this) {
            case IMAGE -> image;
            case RESIDUAL -> sum(image, upsampled, -1);
            case DOUBLED_RESIDUAL -> doubled(image, upsampled);
        };
    }

    /**
     * The image for the end of a chain.
     *
     * @param x z_0
     * @param upsampled y, of the same shape
     * @return x as it is, or a new array; not clipped
     */
    public float[] toImage(float[] x, float[] upsampled) {
        return switch (this) {
            case IMAGE -> x;
            case RESIDUAL -> sum(x, upsampled, 1);
            case DOUBLED_RESIDUAL -> halved(x, upsampled);
        };
    }

    /** What pixels wait around that are not refined yet (see {@link io.acuity.diffusion.mask}): y, or no residual. */
    public float[] waitingMean(float[] upsampled) {
        return this == IMAGE ? upsampled : new float[upsampled.length];
    }

    private static float[] doubled(float[] image, float[] upsampled) {
        float[] out = new float[image.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.clamp(2 * (image[i] - upsampled[i]), -1f, 1f);
        }
        return out;
    }

    private static float[] halved(float[] x, float[] upsampled) {
        float[] out = new float[x.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.clamp(x[i], -1f, 1f) / 2 + upsampled[i];
        }
        return out;
    }

    private static float[] sum(float[] a, float[] b, float factor) {
        float[] out = new float[a.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = a[i] + factor * b[i];
        }
        return out;
    }
}
