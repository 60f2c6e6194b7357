package io.acuity.cli.bench;

import io.acuity.events.Cost;
import io.acuity.events.UpscaleResult;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToLongFunction;

/** Where the time of jobs went: mean milliseconds; publish is what the other parts leave of the whole. */
record Split(double queue, double decode, double network, double encode, double publish) {
    static Split of(List<UpscaleResult> results) {
        List<Cost> costs = results.stream()
                .map(result -> Objects.requireNonNull(result.getCost(), "A finished job has a cost."))
                .toList();
        double queue = mean(costs, Cost::getQueueMs);
        double decode = mean(costs, Cost::getDecodeMs);
        double network = mean(costs, Cost::getComputeMs);
        double encode = mean(costs, Cost::getEncodeMs);
        double total = mean(costs, Cost::getTotalMs);
        return new Split(queue, decode, network, encode, Math.max(0, total - queue - decode - network - encode));
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "queue %.0f, decode %.0f, network %.0f, encode %.0f, publish %.0f",
                queue,
                decode,
                network,
                encode,
                publish);
    }

    private static double mean(List<Cost> costs, ToLongFunction<Cost> part) {
        return costs.stream().mapToLong(part).average().orElseThrow();
    }
}
