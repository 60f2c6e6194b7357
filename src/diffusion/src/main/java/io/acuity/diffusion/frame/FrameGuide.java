package io.acuity.diffusion.frame;

import io.acuity.imaging.FloatImage;

/**
 * What leads a chain to its image.
 *
 * @param lowRes {@code [3, h, w]} in [-1, 1], padded as the network wants it
 * @param upsampled y, {@code [3, H, W]}: the same image in the size of the state
 * @param scale magnification; H and W are h and w times this, rounded
 */
public record FrameGuide(FloatImage lowRes, FloatImage upsampled, double scale) {}
