package io.acuity.evaluation.fid;

import io.acuity.imaging.FloatImage;

/** A network whose features stand for an image. */
@FunctionalInterface
public interface FeatureNetwork {
    /** The features of a colour image {@code [3, H, W]} in [0, 1]. */
    float[] of(FloatImage image);
}
