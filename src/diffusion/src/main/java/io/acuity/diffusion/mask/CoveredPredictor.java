package io.acuity.diffusion.mask;

import io.acuity.diffusion.gaussian.GaussianSampler;
import io.acuity.diffusion.mask.CoverSettings.Halo;
import io.acuity.diffusion.tiles.Rect;

/**
 * Runs a network that looks at whole frames on rectangles around what is active instead: an approximation, for normalisation
 * over the frame and attention across it then see less. Only on request, and only together with a measurement of what it
 * changes. One frame at a time; counts the pixels the network computes.
 */
public final class CoveredPredictor implements GaussianSampler.Predictor {
    /** The network on a part of the frame. */
    @FunctionalInterface
    public interface Part {
        /**
         * Predicts.
         *
         * @param state {@code [C, h, w]} of the window
         * @param window inside the frame, with sides that are multiples of the grain
         * @param index t − 1
         * @return {@code [C, h, w]}
         */
        float[] predict(float[] state, Rect window, int index);
    }

    private final int width;
    private final int height;
    private final MaskCover cover;
    private final Part network;
    private long networkPixels;

    /**
     * Prepares a frame.
     *
     * @param mask of the frame, whose sides are multiples of {@code grain}
     * @param halo pixels that rectangles reach beyond what they write
     * @param grain sides the network can take are multiples of it
     */
    public CoveredPredictor(ActivationSteps mask, int halo, int grain, Part network) {
        if (mask.width() % grain != 0 || mask.height() % grain != 0) {
            throw new IllegalArgumentException("A frame of " + mask.width() + "×" + mask.height()
                    + " pixels cannot be covered by rectangles with sides in multiples of " + grain
                    + "; pad it first.");
        }
        this.width = mask.width();
        this.height = mask.height();
        this.cover = new MaskCover(mask, new CoverSettings(halo, Halo.AROUND, grain, Integer.MAX_VALUE, 0));
        this.network = network;
    }

    /** Pixels the network has computed so far. */
    public long networkPixels() {
        return networkPixels;
    }

    /** {@inheritDoc} What is not active is zero. */
    @Override
    public float[] predict(float[] state, int index) {
        float[] prediction = new float[state.length];
        for (CoverPatch patch : cover.patches(index)) {
            Rect window = patch.window();
            float[] part = network.predict(cut(state, width, height, window), window, index);
            networkPixels += window.pixels();
            paste(part, patch, prediction);
        }
        return prediction;
    }

    /** A window of all planes of a frame of {@code width}×{@code height} pixels. */
    public static float[] cut(float[] frame, int width, int height, Rect window) {
        int planes = frame.length / (width * height);
        float[] part = new float[planes * window.pixels()];
        for (int row = 0; row < planes * window.height(); row++) {
            int plane = row / window.height();
            int from = (plane * height + window.y() + row % window.height()) * width + window.x();
            System.arraycopy(frame, from, part, row * window.width(), window.width());
        }
        return part;
    }

    private void paste(float[] part, CoverPatch patch, float[] frame) {
        Rect window = patch.window();
        Rect core = patch.core();
        int planes = frame.length / (width * height);
        for (int row = 0; row < planes * core.height(); row++) {
            int plane = row / core.height();
            int y = core.y() + row % core.height();
            int from = (plane * window.height() + y - window.y()) * window.width() + core.x() - window.x();
            System.arraycopy(part, from, frame, (plane * height + y) * width + core.x(), core.width());
        }
    }
}
