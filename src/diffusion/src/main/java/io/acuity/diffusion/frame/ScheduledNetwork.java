package io.acuity.diffusion.frame;

import io.acuity.diffusion.gaussian.GaussianSchedule;

/** A network that is told a step's place in a schedule. It sees the LR image enlarged to the size of the state. */
public interface ScheduledNetwork extends FrameNetwork {
    /** The same network on another schedule; it shares the weights, which closing either frees. */
    ScheduledNetwork on(GaussianSchedule schedule);
}
