package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.codec.LatentUpsampler;
import io.acuity.diffusion.shift.ReverseStep;
import java.util.HashMap;
import java.util.Map;

/**
 * Arrays for one latent plane at a time, used again and again: a plane fits the processor's cache where a whole latent
 * doesn't. Arrays may be longer than asked for. One thread at a time.
 */
final class PlaneScratch {
    private final Map<Integer, LatentUpsampler> upsamplers = new HashMap<>();
    private ReverseStep.Operands operands =
            new ReverseStep.Operands(new float[0], new float[0], new float[0], new float[0]);
    private float[] noise = new float[0];

    /** The arrays of a reverse step over {@code pixels} values. */
    ReverseStep.Operands operands(int pixels) {
        if (operands.state().length < pixels) {
            operands = new ReverseStep.Operands(
                    new float[pixels], new float[pixels], new float[pixels], new float[pixels]);
        }
        return operands;
    }

    /** One plane of values. */
    float[] values(int pixels) {
        return operands(pixels).prediction();
    }

    /** The noise of several planes. */
    float[] noise(int values) {
        if (noise.length < values) {
            noise = new float[values];
        }
        return noise;
    }

    /** The upsampler by {@code factor}. */
    LatentUpsampler upsampler(int factor) {
        return upsamplers.computeIfAbsent(factor, LatentUpsampler::new);
    }
}
