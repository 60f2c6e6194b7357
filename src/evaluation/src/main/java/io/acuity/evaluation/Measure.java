package io.acuity.evaluation;

import io.acuity.imaging.Picture;

/** A figure that tells how good a picture is beside its original; results and bicubic enlargements are judged alike. */
public interface Measure {
    /** The name people ask for it by, such as {@code psnr-rgb}. */
    String id();

    /**
     * Judges a picture.
     *
     * @param judged of the size of the original
     * @param sample original and low-resolution picture
     */
    double of(Picture judged, Degraded sample);
}
