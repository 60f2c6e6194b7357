package io.acuity.diffusion.frame;

import io.acuity.imaging.FloatImage;

/**
 * A network that looks at an image as a whole: normalisation over the image or attention across it make every value of
 * a prediction depend on all of the input, so that tiles would give another result. Owned by one device thread.
 */
public interface FrameNetwork extends AutoCloseable {
    /**
     * Predicts from one state.
     *
     * @param state {@code [C, h, w]}, scaled as the network wants it
     * @param lowRes {@code [3, f·h, f·w]}, the LR image in [-1, 1]
     * @param index the step, 0-based: t − 1
     * @return a new array {@code [C', h, w]}
     * @throws io.acuity.diffusion.DeviceMemoryException if the device ran out of memory
     */
    FloatImage predict(FloatImage state, FloatImage lowRes, int index);

    /** About how many bytes a prediction takes at its peak, for each pixel of the state. */
    default long bytesPerPixel() {
        return 1L << 12;
    }

    @Override
    void close();
}
