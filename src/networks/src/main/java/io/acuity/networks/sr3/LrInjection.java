package io.acuity.networks.sr3;

/**
 * Brings the LR image once more into the middle of the network, at two places where features have its size: into the way
 * down and into the way up (SR4's report; its code was not published, names and widths are ours). Two separate branches
 * of 32 channels, {@code lr_enc} and {@code lr_dec}, see the upsampled image and reduce it.
 *
 * @param fusion how a branch meets the features
 * @param bridge how the image is reduced
 * @param size side of the feature maps, for a frame of the network's {@code imageSize}: SR4 takes 16 of 128
 */
public record LrInjection(Fusion fusion, Bridge bridge, int size) {
    /** Channels of a branch; norms' groups divide them. */
    static final int CHANNELS = 32;

    /** How a branch meets the features. */
    public enum Fusion {
        /** More channels at the end of what the first block of that size is given. */
        CONCAT,
        /** Added to what that block gives, through a 1×1 convolution that begins at zero. */
        ADD
    }

    /** How the upsampled image is reduced. */
    public enum Bridge {
        /** Every f-th pixel of every f-th row, as PyTorch's {@code interpolate} does by default; then 1×1. */
        DIRECT,
        /** Bicubic with the kernel widened (a = −0.5); then 1×1. */
        BICUBIC,
        /** One convolution with stride f over 2f − 1 pixels. */
        LARGE,
        /** A 3×3 convolution with stride 2 for each halving, Swish between them; the report's choice. */
        SMALL
    }

    /** Refuses what is no size. */
    public LrInjection {
        if (size < 1) {
            throw new IllegalArgumentException(
                    "The LR image enters where feature maps have a positive side, not " + size + ".");
        }
    }
}
