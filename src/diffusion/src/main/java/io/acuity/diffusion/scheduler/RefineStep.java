package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.mask.CoverPatch;

/** One rectangle of a masked job, due for the step with the 0-based {@code index}. */
record RefineStep(MaskedJob job, CoverPatch patch, int index) implements TileStep {
    @Override
    public int width() {
        return patch.width();
    }

    @Override
    public int height() {
        return patch.height();
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
