package io.acuity.worker.upscale;

import io.acuity.diffusion.frame.Magnification;

/** A model ready to run. */
public sealed interface UpscaleModel permits ShiftModel, MaskedModel, WholeImageModel {
    /** Name, as requests ask for it. */
    String name();

    /** Identity of its weights. */
    String checkpoint();

    /** Hash of its weights. */
    String sha256();

    /** Magnification as the model was trained; the largest it was trained for of a model of any. */
    int scale();

    /** Magnification as asked for. */
    default Magnification magnification() {
        return new Magnification(scale());
    }

    /**
     * The same model at another magnification.
     *
     * @param extrapolated whether magnifications beyond what was trained are wanted too
     * @throws IllegalArgumentException if it cannot make such results
     */
    default UpscaleModel withMagnification(double factor, boolean extrapolated) {
        if (factor == scale()) {
            return this;
        }
        throw new IllegalArgumentException("The model " + name() + " upscales by " + scale() + ", not by "
                + Magnification.shown(factor) + "; ask for scale " + scale() + ".");
    }

    /** Number of steps of its chain. */
    int steps();

    /**
     * The same model on a chain of another length.
     *
     * @throws IllegalArgumentException if it cannot run on such a chain
     */
    UpscaleModel withSteps(int steps);

    /** Frees its memory; called by the device thread. */
    void release();
}
