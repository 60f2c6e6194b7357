package io.acuity.training.sr3;

import io.acuity.networks.sr3.Sr3Options;
import io.acuity.training.frames.NoiseOptions;

/**
 * What a run changes of SR3, as part of its {@code run.json}: everything that training, sampling and measuring have to agree
 * about.
 *
 * @param network options of the network
 * @param objective what is predicted, from what
 * @param clipped whether the sampler clips its estimate of x to [-1, 1]
 * @param publishedEnds whether the rates of the schedule are SR3's own whatever the number of steps; otherwise they grow
 *     as the steps get fewer, so that the last state stays near pure noise
 */
public record Sr3Variant(Sr3Options network, NoiseOptions objective, boolean clipped, boolean publishedEnds) {
    /** SR3 as it is. */
    public static final Sr3Variant PLAIN = new Sr3Variant(Sr3Options.PLAIN, NoiseOptions.PLAIN, true, false);
}
