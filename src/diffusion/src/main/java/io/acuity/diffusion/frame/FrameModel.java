package io.acuity.diffusion.frame;

import io.acuity.diffusion.scheduler.LowRes;

/**
 * A model that works on whole images: network, chain and codec together. Owned by one device thread, which alone calls
 * {@link #begin} and {@link #close}; the rest may be asked anywhere.
 */
public interface FrameModel extends AutoCloseable {
    /** Result pixels per LR pixel and side. */
    int scale();

    /** Steps of its chain. */
    int steps();

    /**
     * The same model on a chain of another length; it shares the network, which the original closes.
     *
     * @throws IllegalArgumentException if the chain cannot have so many steps
     */
    FrameModel withSteps(int steps);

    /** LR pixels the network sees of an image of this size, padding included. */
    long networkPixels(int width, int height);

    /** Result pixels that networks beside the chain, once per job, compute of an image of this size; 0 without any. */
    long codecPixels(int width, int height);

    /** How images are cut that are too large to be seen as a whole. */
    FrameChop chop();

    /** About how many bytes of device memory an image of this size takes at its peak, if it is not cut. */
    long memoryBytes(int width, int height);

    /** Starts a chain. */
    FrameChain begin(FramePatch patch);

    /** Starts a chain for an image as a whole, refined everywhere. */
    default FrameChain begin(LowRes lowRes, long seed) {
        return begin(FramePatch.whole(lowRes, seed));
    }

    @Override
    void close();
}
