package io.acuity.diffusion;

import java.nio.FloatBuffer;

/**
 * The input of one call of a gated trunk: {@code size} rectangles of equal shape, each at its own step.
 *
 * @param size N
 * @param height h
 * @param width w
 * @param state {@code [N, C, h, w]}, scaled for the network, zero outside the mask
 * @param features {@code [N, F, h, w]}, what the encoder gave
 * @param masks {@code [N, 2, h, w]}: 1 where a pixel is active; 1 where it becomes so in this step
 * @param steps per sample the 0-based index t − 1 of the step
 */
public record GatedBatch(
        int size, int height, int width, FloatBuffer state, FloatBuffer features, FloatBuffer masks, int[] steps) {}
