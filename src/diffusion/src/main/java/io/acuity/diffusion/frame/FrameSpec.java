package io.acuity.diffusion.frame;

import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.diffusion.scheduler.ProgressListener;
import io.acuity.diffusion.scheduler.RowSink;

/**
 * A whole image to refine, and how. Equal seeds give equal results.
 *
 * @param lowRes the image
 * @param model the model; stays open until the job is done
 * @param seed names the noise
 * @param rows takes the result
 * @param progress hears of steps; encoding counts as the first and decoding as the last of {@code steps + 2}
 */
public record FrameSpec(LowRes lowRes, FrameModel model, long seed, RowSink rows, ProgressListener progress) {}
