package io.acuity.diffusion.frame;

import io.acuity.imaging.FloatImage;

/**
 * A network that makes an image larger in one pass, trained by regression: no chain, no noise. Owned by one device
 * thread.
 */
public interface OnePassNetwork extends AutoCloseable {
    /** Result pixels per LR pixel and side. */
    int scale();

    /** What images are extended to before the network sees them. */
    FramePadding padding();

    /**
     * Runs the network.
     *
     * @param lowRes {@code [3, h, w]} in [-1, 1], its sides as {@link #padding} makes them
     * @return {@code [3, scale·h, scale·w]}, not clipped
     * @throws io.acuity.diffusion.DeviceMemoryException if the device ran out of memory
     * @throws IllegalArgumentException if the image is smaller than the network can take
     */
    FloatImage enlarge(FloatImage lowRes);

    /** About how many bytes a pass takes at its peak, for each pixel of the LR image. */
    long bytesPerPixel();

    @Override
    void close();
}
