package io.acuity.gateway.metrics;

import io.acuity.events.Latencies;
import io.acuity.events.MetricsWindow;
import io.acuity.streaming.metrics.MetricsWindows;
import io.vertx.core.json.JsonObject;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A window of metrics as the contract's schema; members without a value are left out. */
final class MetricsJson {

    private MetricsJson() {}

    static JsonObject of(MetricsWindow window) {
        var json = new JsonObject();
        put(json, "model", window.getModel());
        put(json, "checkpoint", window.getCheckpoint());
        json.put("start", window.getStart().toString())
                .put("end", window.getEnd().toString())
                .put("succeeded", window.getSucceeded())
                .put("failed", window.getFailed())
                .put("cancelled", window.getCancelled())
                .put("expired", window.getExpired());
        var failures = new JsonObject();
        new TreeMap<>(window.getFailures()).forEach(failures::put);
        json.put("failures", failures)
                .put("networkPixels", window.getNetworkPixels())
                .put("denseNetworkPixels", window.getDenseNetworkPixels());
        put(json, "savedByMasks", MetricsWindows.savedByMasks(window));
        put(json, "latencyMs", latencies(window.getLatency()));
        put(json, "computeMs", latencies(window.getCompute()));
        return json;
    }

    private static @Nullable JsonObject latencies(@Nullable Latencies latencies) {
        return latencies == null
                ? null
                : new JsonObject()
                        .put("count", latencies.getCount())
                        .put("p50", latencies.getP50())
                        .put("p90", latencies.getP90())
                        .put("p99", latencies.getP99())
                        .put("max", latencies.getMax());
    }

    private static void put(JsonObject json, String member, @Nullable Object value) {
        if (value != null) {
            json.put(member, value);
        }
    }
}
