package io.acuity.diffusion.frame;

import io.acuity.imaging.FloatImage;
import org.jspecify.annotations.Nullable;

/** One image on its way. Its state is in plain memory; called by the device thread alone. */
public interface FrameChain extends AutoCloseable {
    /**
     * Goes one step back. To be called as often as the model has steps.
     *
     * @return whether the network was asked; under a mask that waits everywhere it is not
     * @throws io.acuity.diffusion.DeviceMemoryException if the device ran out of memory
     * @throws IllegalStateException if the network predicted what is no number
     */
    boolean step();

    /**
     * What the network took the image to be in the last step, {@code [3, scale·h, scale·w]} in [-1, 1], not clipped; null where it
     * was not asked, and where a codec with weights would have to be.
     */
    default @Nullable FloatImage estimate() {
        return null;
    }

    /** The result {@code [3, scale·h, scale·w]} in [-1, 1], not clipped, after the last step. */
    FloatImage result();

    /** Frees what the chain has on the device; it goes no further. To be called also where it was not run to its
     * end. */
    @Override
    default void close() {}
}
