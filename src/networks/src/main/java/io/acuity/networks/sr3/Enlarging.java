package io.acuity.networks.sr3;

import io.acuity.networks.graph.Value;

/** How features become larger on the way up of an {@link Sr3UNet}. */
@FunctionalInterface
public interface Enlarging {
    /**
     * Appends the layers between two levels.
     *
     * @param name of the element, such as {@code ups.3}
     * @param x {@code [N, channels, h, w]}
     * @param skip what is joined next, in the size to come to
     * @return {@code [N, channels, H, W]}, H and W those of {@code skip}
     */
    Value enlarge(String name, Value x, int channels, Value skip);
}
