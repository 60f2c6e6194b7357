package io.acuity.training.frames;

import io.acuity.imaging.FloatImage;

/**
 * One small square image to train or measure on.
 *
 * @param name where it came from
 * @param clean x, {@code [3, s, s]} in [-1, 1]
 * @param upsampled y, the LR image brought back to size, {@code [3, s, s]} in [-1, 1]
 * @param lowRes the LR image, {@code [3, s/scale, s/scale]} in [0, 1]
 * @param attention A, {@code [1, s, s]} in [0, 1]
 */
public record Frame(String name, FloatImage clean, FloatImage upsampled, FloatImage lowRes, FloatImage attention) {}
