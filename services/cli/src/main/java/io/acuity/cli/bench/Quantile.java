package io.acuity.cli.bench;

import java.util.List;

/** Quantiles of measured values. */
final class Quantile {
    private Quantile() {}

    /**
     * The value that a share of the others is below.
     *
     * @param share 0 to 1
     * @return 0 without values
     */
    static double of(double share, List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) (share * (sorted.size() - 1)));
    }
}
