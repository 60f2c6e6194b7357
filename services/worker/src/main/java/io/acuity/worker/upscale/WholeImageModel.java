package io.acuity.worker.upscale;

import io.acuity.diffusion.frame.FrameModel;

/**
 * A model that looks at whole images, ready to run.
 *
 * @param name as requests ask for it
 * @param checkpoint identity of its weights
 * @param sha256 hash of its weights
 * @param frames network, chain and codec, owned by the device thread
 */
public record WholeImageModel(String name, String checkpoint, String sha256, FrameModel frames)
        implements UpscaleModel {
    @Override
    public int scale() {
        return frames.scale();
    }

    @Override
    public int steps() {
        return frames.steps();
    }

    @Override
    public WholeImageModel withSteps(int steps) {
        return steps == steps() ? this : new WholeImageModel(name, checkpoint, sha256, frames.withSteps(steps));
    }

    @Override
    public void release() {
        frames.close();
    }
}
