package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.tiles.Patch;

/**
 * One sample of a batch: a patch of a job's canvas, due for the step that leads from {@code clock} to
 * {@code clock − 1}.
 */
record PatchStep(ShiftJob job, int tile, Patch patch, int clock) implements TileStep {
    /** The step's 0-based index t − 1. */
    int index() {
        return clock - 1;
    }

    @Override
    public int width() {
        return patch.window().width();
    }

    @Override
    public int height() {
        return patch.window().height();
    }

    @Override
    public boolean split() {
        return job.split(this);
    }

    @Override
    public void computed() {
        job.computed(this);
    }

    @Override
    public void charge(long nanos) {
        job.charge(pixels(), nanos);
    }
}
