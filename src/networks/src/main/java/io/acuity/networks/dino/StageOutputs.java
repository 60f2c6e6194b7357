package io.acuity.networks.dino;

import io.acuity.imaging.FloatImage;
import java.util.List;

/**
 * What a residual network computes of an image.
 *
 * @param features {@code [2048]}, the mean of the last stage over its pixels
 * @param stages outputs of layer1 to layer4, {@code [C, H, W]} each
 */
public record StageOutputs(float[] features, List<FloatImage> stages) {}
