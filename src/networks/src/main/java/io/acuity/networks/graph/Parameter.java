package io.acuity.networks.graph;

import java.util.List;

/**
 * A weight a program asks for.
 *
 * @param name its name in published checkpoints
 * @param shape its shape, outermost first
 */
public record Parameter(String name, List<Long> shape) {
    /** Copies the shape. */
    public Parameter {
        shape = List.copyOf(shape);
    }

    /** Number of elements. */
    public long size() {
        return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }
}
