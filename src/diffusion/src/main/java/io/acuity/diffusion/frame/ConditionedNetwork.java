package io.acuity.diffusion.frame;

import io.acuity.imaging.FloatImage;

/**
 * A network that has seen its image: what follows from the image alone was worked out once, for all steps. Owned by the
 * device thread.
 */
@FunctionalInterface
public interface ConditionedNetwork extends AutoCloseable {
    /**
     * Predicts from one state.
     *
     * @param state {@code [C, h, w]}
     * @param index the step in the network's schedule, 0-based: t − 1
     * @return a new array {@code [C', h, w]}
     * @throws io.acuity.diffusion.DeviceMemoryException if the device ran out of memory
     */
    FloatImage predict(FloatImage state, int index);

    /** Frees what was worked out; the network stays. */
    @Override
    default void close() {}
}
