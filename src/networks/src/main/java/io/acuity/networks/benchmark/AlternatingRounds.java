package io.acuity.networks.benchmark;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times candidates that take turns, so that a machine that slows down slows all of them; medians are compared. The first
 * rounds are not counted: the engine specialises programs in them.
 */
final class AlternatingRounds {
    private static final int WARM_UP = 3;

    private AlternatingRounds() {}

    /** What is timed: one call, whose arrays belong to the scope. */
    @FunctionalInterface
    interface Candidate {
        Object run(NDManager scope);
    }

    private record Series(String name, Candidate candidate, double[] millis) {}

    /** Median milliseconds of each candidate over {@code rounds} turns. */
    static Map<String, Double> medians(NDManager manager, Map<String, Candidate> candidates, int rounds) {
        List<Series> series = candidates.entrySet().stream()
                .map(entry -> new Series(entry.getKey(), entry.getValue(), new double[rounds]))
                .toList();
        for (int round = -WARM_UP; round < rounds; round++) {
            for (Series one : series) {
                long start = System.nanoTime();
                try (NDManager scope = manager.newSubManager()) {
                    one.candidate.run(scope);
                }
                if (round >= 0) {
                    one.millis[round] = (System.nanoTime() - start) / 1e6;
                }
            }
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        series.forEach(one -> medians.put(one.name, median(one.millis)));
        return medians;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2;
    }
}
