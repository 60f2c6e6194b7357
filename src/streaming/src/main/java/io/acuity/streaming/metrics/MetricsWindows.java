package io.acuity.streaming.metrics;

import io.acuity.events.MetricsWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Windows of metrics add up, in any order and grouping: one job is a window of its own, a minute is the sum of its jobs, an hour
 * the sum of its minutes.
 */
public final class MetricsWindows {

    /** Length of the windows on the topic: short enough for a graph of the last hour, and 1,440 of them are a day. */
    public static final Duration LENGTH = Duration.ofMinutes(1);

    /** How long after a job's end it is still counted, and how long gateways remember windows. */
    public static final Duration KEPT = Duration.ofDays(1);

    private static final String NONE = "-";

    private MetricsWindows() {}

    /**
     * Key of a window on {@code acuity.metrics}.
     *
     * @param window a window
     * @return model, checkpoint and start, with a dash where there is none
     */
    public static String key(MetricsWindow window) {
        return series(window) + "/" + window.getStart();
    }

    /**
     * What a window is about, without its time.
     *
     * @param window a window
     * @return model and checkpoint, with a dash where there is none
     */
    public static String series(MetricsWindow window) {
        return Objects.requireNonNullElse(window.getModel(), NONE) + "/"
                + Objects.requireNonNullElse(window.getCheckpoint(), NONE);
    }

    /**
     * Where the window that holds a moment begins; windows of all lengths are aligned to the epoch.
     *
     * @param at the moment
     * @param length of the windows, at least a millisecond
     * @return at or before the moment
     */
    public static Instant start(Instant at, Duration length) {
        return Instant.ofEpochMilli(at.toEpochMilli() - Math.floorMod(at.toEpochMilli(), length.toMillis()));
    }

    /**
     * Both windows in one, from the earlier start to the later end.
     *
     * @param one a window
     * @param other a window of the same model and checkpoint, about other jobs
     * @return a new window
     */
    public static MetricsWindow sum(MetricsWindow one, MetricsWindow other) {
        return MetricsWindow.newBuilder()
                .setModel(one.getModel())
                .setCheckpoint(one.getCheckpoint())
                .setStart(one.getStart().isBefore(other.getStart()) ? one.getStart() : other.getStart())
                .setEnd(one.getEnd().isAfter(other.getEnd()) ? one.getEnd() : other.getEnd())
                .setSucceeded(one.getSucceeded() + other.getSucceeded())
                .setFailed(one.getFailed() + other.getFailed())
                .setCancelled(one.getCancelled() + other.getCancelled())
                .setExpired(one.getExpired() + other.getExpired())
                .setFailures(sum(one.getFailures(), other.getFailures()))
                .setNetworkPixels(one.getNetworkPixels() + other.getNetworkPixels())
                .setDenseNetworkPixels(one.getDenseNetworkPixels() + other.getDenseNetworkPixels())
                .setLatency(LatencySums.sum(one.getLatency(), other.getLatency()))
                .setCompute(LatencySums.sum(one.getCompute(), other.getCompute()))
                .build();
    }

    /**
     * The share of network pixels that masks saved.
     *
     * @param window a window
     * @return 0 to 1; null when nothing was computed
     */
    public static @Nullable Double savedByMasks(MetricsWindow window) {
        long dense = window.getDenseNetworkPixels();
        return dense <= 0 ? null : 1 - (double) window.getNetworkPixels() / dense;
    }

    private static Map<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
        Map<String, Long> sum = new HashMap<>(one);
        other.forEach((code, count) -> sum.merge(code, count, Long::sum));
        return sum;
    }
}
