package io.acuity.worker.upscale;

import io.acuity.diffusion.frame.FrameModel;
import io.acuity.diffusion.frame.Magnification;
import org.jspecify.annotations.Nullable;

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
    public Magnification magnification() {
        return frames.magnification();
    }

    @Override
    public WholeImageModel withMagnification(double factor, boolean extrapolated) {
        try {
            FrameModel scaled = frames.withMagnification(factor, extrapolated);
            return scaled == frames ? this : new WholeImageModel(name, checkpoint, sha256, scaled);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The model " + name + " " + e.getMessage(), e);
        }
    }

    @Override
    public int steps() {
        return frames.steps();
    }

    @Override
    public WholeImageModel withSteps(int steps) {
        return steps == steps() ? this : new WholeImageModel(name, checkpoint, sha256, frames.withSteps(steps));
    }

    /** Whether masks say something to it. */
    public boolean takesMasks() {
        return frames.takesMasks();
    }

    /** The model whose result leads this one, and from which attention is taken; null where that is the picture. */
    public @Nullable WholeImageModel firstStage() {
        FrameModel first = frames.firstStage();
        return first == null ? null : new WholeImageModel(name, checkpoint, sha256, first);
    }

    @Override
    public void release() {
        frames.close();
    }
}
