package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.Denoiser;
import io.acuity.diffusion.shift.ShiftProcess;

/**
 * What to refine, and how.
 *
 * @param lowRes the image
 * @param process the chain, usually {@code ShiftProcess.of(schedule, target)}; its target and input scaling are those the network was trained with
 * @param seed names the noise: equal seeds give equal results
 * @param deterministic identical bytes each time on one machine, at the price of running without batch mates
 * @param denoiser the network; stays open until the job is done
 * @param tiling how the image is cut
 * @param rows takes the result
 * @param progress hears of tile-steps
 */
public record JobSpec(
        LowRes lowRes,
        ShiftProcess process,
        long seed,
        boolean deterministic,
        Denoiser denoiser,
        Tiling tiling,
        RowSink rows,
        ProgressListener progress) {}
