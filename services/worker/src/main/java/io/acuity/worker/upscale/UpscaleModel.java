package io.acuity.worker.upscale;

/** A model ready to run. */
public sealed interface UpscaleModel permits ShiftModel, MaskedModel, WholeImageModel {
    /** Name, as requests ask for it. */
    String name();

    /** Identity of its weights. */
    String checkpoint();

    /** Hash of its weights. */
    String sha256();

    /** Magnification. */
    int scale();

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
