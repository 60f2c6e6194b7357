package io.acuity.diffusion.frame;

import io.acuity.diffusion.gaussian.GaussianSchedule;

/**
 * A network over whole images that is told a step's place in a schedule. What it makes of an image it makes once, in
 * {@link #condition}. Owned by one device thread.
 */
public interface ScheduledNetwork extends AutoCloseable {
    /** The same network on another schedule; it shares the weights, which closing either frees. */
    ScheduledNetwork on(GaussianSchedule schedule);

    /**
     * Looks at an image, for as many steps as are to follow.
     *
     * @return the network for this image alone; to be closed by the caller, before this network
     * @throws io.acuity.diffusion.DeviceMemoryException if the device ran out of memory
     */
    ConditionedNetwork condition(FrameGuide guide);

    /** Whether it makes results of any size; others make them of one magnification. */
    default boolean isContinuous() {
        return false;
    }

    /** About how many bytes a prediction takes at its peak, for each pixel of the state. */
    default long bytesPerPixel() {
        return 1L << 12;
    }

    @Override
    void close();
}
