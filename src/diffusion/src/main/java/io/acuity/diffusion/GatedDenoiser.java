package io.acuity.diffusion;

import java.nio.FloatBuffer;

/**
 * A network of masked jobs: an encoder that runs once per job, and a trunk. Usually it is mask-gated (DESIGN §7a): the trunk is
 * multiplied by the mask after every layer, so that pixels outside the mask are zero in every layer. Owned by one device thread. Sizes are in latent pixels;
 * buffers are direct, in native order, positioned at 0 and limited to their content.
 */
public interface GatedDenoiser extends AutoCloseable {
    /** Latent channels C of state and prediction (48 for pixel-unshuffle by 4 of RGB). */
    int channels();

    /** Channels F of the encoder's output. */
    int featureChannels();

    /** Receptive radius of the encoder: its tiles need a halo of this width. */
    int encoderRadius();

    /** Receptive radius of the trunk, through active pixels only if it is gated. */
    int trunkRadius();

    /** Whether the trunk is gated; if not, what is predicted depends on pixels outside the mask too. */
    default boolean gated() {
        return true;
    }

    /** Whether the trunk is shown the states of pixels outside the mask; zeros stand in their place if not. */
    default boolean seesWaiting() {
        return false;
    }

    /**
     * Runs the encoder.
     *
     * @param image {@code state} is the upsampled image {@code [N, C, h, w]}, {@code lowRes} the LR image; steps are not read
     * @param features receives {@code [N, F, h, w]}
     * @throws DeviceMemoryException if the device ran out of memory; nothing was written that counts
     */
    void encode(TileBatch image, FloatBuffer features);

    /**
     * Runs the trunk.
     *
     * @param prediction receives the residual {@code [N, C, h, w]}; what is outside the mask is not read
     * @throws DeviceMemoryException if the device ran out of memory; nothing was written that counts
     */
    void refine(GatedBatch batch, FloatBuffer prediction);

    @Override
    void close();
}
