package io.acuity.diffusion.frame;

import io.acuity.diffusion.scheduler.LowRes;
import org.jspecify.annotations.Nullable;

/**
 * A model that works on whole images: network, chain and codec together. Owned by one device thread, which alone calls
 * {@link #begin} and {@link #close}; the rest may be asked anywhere.
 */
public interface FrameModel extends AutoCloseable {
    /** Result pixels per LR pixel and side, as the model was trained; the largest of a model of any magnification. */
    int scale();

    /** Result pixels per LR pixel and side, as asked for. */
    default Magnification magnification() {
        return new Magnification(scale());
    }

    /**
     * The same model at another magnification; it shares the network, which the original closes.
     *
     * @param extrapolated whether magnifications beyond what was trained are wanted too
     * @throws IllegalArgumentException if the model cannot make such results; its message says of the model what it does
     */
    default FrameModel withMagnification(double factor, boolean extrapolated) {
        if (factor == scale()) {
            return this;
        }
        throw new IllegalArgumentException("upscales by " + scale() + ", not by " + Magnification.shown(factor)
                + "; ask for scale " + scale() + ".");
    }

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

    /** Whether masks say something to this model: a mask leaves out steps, and some have only one. */
    default boolean takesMasks() {
        return true;
    }

    /**
     * The model whose result leads this one, and from which attention is taken; null where that is the image itself.
     * Whoever asks does not close it.
     */
    default @Nullable FrameModel firstStage() {
        return null;
    }

    /**
     * The same model with y made another way; it shares the network, which the original closes.
     *
     * @throws IllegalArgumentException if nothing leads this model
     */
    default FrameModel ledBy(Enlargement other) {
        throw new IllegalArgumentException("its second stage is a model that no image leads; take one that refines.");
    }

    /** Starts a chain. */
    FrameChain begin(FramePatch patch);

    /** Starts a chain for an image as a whole, refined everywhere. */
    default FrameChain begin(LowRes lowRes, long seed) {
        return begin(FramePatch.whole(lowRes, seed));
    }

    @Override
    void close();
}
