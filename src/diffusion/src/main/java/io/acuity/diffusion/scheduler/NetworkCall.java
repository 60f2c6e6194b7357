package io.acuity.diffusion.scheduler;

import java.util.List;

/**
 * One kind of network call: what its samples bring into the network and where the predictions go. Holds buffers that are used
 * again for every batch. Used by the device thread.
 *
 * @param <S> its samples
 */
interface NetworkCall<S extends TileStep> {
    /**
     * Runs the network on a batch of equal shapes; its predictions are kept until the next call.
     *
     * @throws io.acuity.diffusion.DeviceMemoryException if the device ran out of memory
     */
    void predict(List<S> batch);

    /** Takes sample {@code n} of the batch a step on; false if the prediction isn't finite, then nothing written counts. */
    boolean write(S step, int n);
}
