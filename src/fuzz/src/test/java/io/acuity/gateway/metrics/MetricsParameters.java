package io.acuity.gateway.metrics;

import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.List;

/** The reader of which windows somebody asks for, for the fuzzer. */
public final class MetricsParameters {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private MetricsParameters() {}

    /** A query whose numbers and words the contract has checked. */
    public static void query(MultiMap given) {
        MetricsQuery query = MetricsQuery.of(given.remove("window").remove("limit"), NOW);
        if (!query.from().isBefore(query.to())) {
            throw new AssertionError("It ends before it begins: " + query);
        }
        if (!query.of(List.of()).windows().isEmpty()) {
            throw new AssertionError("Windows out of nothing.");
        }
    }
}
