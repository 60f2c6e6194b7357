package io.acuity.diffusion;

import java.nio.FloatBuffer;

/**
 * The input of one network call: {@code size} tile-steps of equal shape, each sample at its own step. Sizes are in
 * latent pixels (for the pixel-unshuffle codec: pixels of the LR image). Buffers are direct, in native order, positioned
 * at 0, limited to their content, and owned by the scheduler; they are valid during the call only.
 *
 * @param size N, number of tile-steps
 * @param height h, including halo
 * @param width w, including halo
 * @param state {@code [N, C, h, w]}, the state z_t scaled to [-1, 1] image range
 * @param lowRes {@code [N, 3, h, w]}, the LR image in [-1, 1]
 * @param steps per sample the 0-based index t−1 of the step
 */
public record TileBatch(int size, int height, int width, FloatBuffer state, FloatBuffer lowRes, int[] steps) {}
