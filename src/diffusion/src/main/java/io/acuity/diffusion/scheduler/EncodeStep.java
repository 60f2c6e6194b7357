package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.tiles.Patch;

/** One tile of the encoder's one run for a masked job. */
record EncodeStep(MaskedJob job, Patch patch) implements TileStep {
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
        job.chargeEncoder(pixels(), nanos);
    }
}
