package io.acuity.networks.sr3;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;

/** How errors of a prediction are summed in training. */
public enum ErrorNorm {
    /** Mean of absolute errors, as SR3's code has it. */
    L1,
    /** Mean of squared errors (Ho et al. 2020, eq. 14). */
    L2;

    /**
     * Appends the mean over all pixels of weighted errors, a scalar.
     *
     * @param error {@code [N, C, H, W]}
     * @param weight {@code [N, 1, H, W]}
     */
    public Value mean(Graph graph, Value error, Value weight) {
        Value size = this == L1 ? graph.abs(error) : graph.mul(error, error);
        return graph.mean(graph.mul(weight, size));
    }
}
