package io.acuity.attention.innate;

import boofcv.concurrency.BoofConcurrency;
import boofcv.struct.image.GrayF32;
import io.acuity.imaging.FloatImage;

/** Images as BoofCV takes them. */
final class GreyImages {
    private static final float RED = 0.299f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    static {
        // Extractors run on their caller's thread; several images at once are what fills the cores.
        BoofConcurrency.USE_CONCURRENT = false;
    }

    private GreyImages() {}

    /** The luma of {@code [3, h, w]} in [0, 1], on the scale of 0 to 255 on which thresholds are given. */
    static GrayF32 luma(FloatImage rgb) {
        int size = rgb.height() * rgb.width();
        GrayF32 grey = new GrayF32(rgb.width(), rgb.height());
        float[] values = rgb.values();
        for (int i = 0; i < size; i++) {
            grey.data[i] = 255 * (RED * values[i] + GREEN * values[size + i] + BLUE * values[2 * size + i]);
        }
        return grey;
    }
}
