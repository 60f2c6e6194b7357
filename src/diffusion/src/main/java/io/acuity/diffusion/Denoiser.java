package io.acuity.diffusion;

import java.nio.FloatBuffer;

/**
 * A network that predicts from a noisy or shifted state. Owned by one device thread: {@link #predict} and {@link #close}
 * are called by that thread alone.
 */
public interface Denoiser extends AutoCloseable {
    /** Latent channels C of state and prediction (48 for pixel-unshuffle by 4 of RGB). */
    int channels();

    /**
     * Receptive radius in latent pixels: a prediction depends on nothing farther away. A tile with a halo of this
     * width, cut by the image border only, is predicted exactly as in the full image.
     */
    int radius();

    /**
     * Predicts one batch.
     *
     * @param batch the tile-steps
     * @param prediction receives {@code [N, C, h, w]}; direct, positioned at 0, limited to N·C·h·w
     * @throws DeviceMemoryException if the device ran out of memory; nothing was written that counts
     */
    void predict(TileBatch batch, FloatBuffer prediction);

    @Override
    void close();
}
