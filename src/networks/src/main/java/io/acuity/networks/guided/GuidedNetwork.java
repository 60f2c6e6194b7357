package io.acuity.networks.guided;

import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.program.Program;
import java.util.List;

/**
 * A network of two programs: one looks at the image, once per job; the other looks at a state and at what the first gave,
 * in each step.
 */
public interface GuidedNetwork {
    /** The weights of a checkpoint, those that neither program reads included. */
    List<Parameter> parameters();

    /**
     * What follows from the image alone: inputs {@code lowRes [N, 3, h, w]}, {@code upsampled [N, 3, H, W]} (both in [-1, 1])
     * and {@code factor [1]} (see {@link #factor}), fp32; a list of results in whatever types.
     */
    Program conditioning(ScalarType type);

    /**
     * The step: inputs {@code state [N, 3, H, W]} and {@code level [N, 1]} (see {@link #level}), fp32, then the results of
     * {@link #conditioning}; result {@code [N, 3, H, W]}, fp32.
     */
    Program denoising(ScalarType type);

    /** What the network is told of a step of a schedule. */
    float level(GaussianSchedule schedule, int index);

    /** What the network is told of the magnification. */
    float factor(double scale);

    /** Whether results have any size. */
    boolean isContinuous();

    /** About how many bytes a step takes at its peak, for each pixel of the state. */
    long bytesPerPixel();
}
