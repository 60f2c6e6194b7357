package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.tiles.Patch;

/**
 * One sample of a batch: a patch of a job's canvas, due for the step that leads from {@code clock} to
 * {@code clock − 1}.
 */
record PatchStep(Job job, int tile, Patch patch, int clock) {
    /** The step's 0-based index t − 1. */
    int index() {
        return clock - 1;
    }

    int windowPixels() {
        return patch.window().pixels();
    }

    /** Whether two samples fit into one batch. */
    boolean matches(PatchStep other) {
        return job.spec().denoiser() == other.job.spec().denoiser()
                && patch.window().width() == other.patch.window().width()
                && patch.window().height() == other.patch.window().height();
    }
}
