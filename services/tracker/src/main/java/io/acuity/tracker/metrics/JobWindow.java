package io.acuity.tracker.metrics;

import io.acuity.events.Cost;
import io.acuity.events.Failure;
import io.acuity.events.FailureCode;
import io.acuity.events.MetricsWindow;
import io.acuity.events.UpscaleResult;
import io.acuity.streaming.metrics.LatencySums;
import io.acuity.streaming.metrics.MetricsWindows;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One job as a window of metrics. */
final class JobWindow {

    private JobWindow() {}

    /**
     * What a result adds to the window it falls into.
     *
     * @param result of a job
     * @param at when it ended
     */
    static MetricsWindow of(UpscaleResult result, Instant at) {
        Instant start = MetricsWindows.start(at, MetricsWindows.LENGTH);
        String checkpoint = result.getCheckpoint();
        var window = MetricsWindow.newBuilder()
                .setModel(checkpoint == null ? null : model(checkpoint))
                .setCheckpoint(checkpoint)
                .setStart(start)
                .setEnd(start.plus(MetricsWindows.LENGTH));
        switch (result.getOutcome()) {
            case SUCCEEDED -> succeeded(window, result.getCost());
            case CANCELLED -> window.setCancelled(1);
            case EXPIRED -> window.setExpired(1);
            // As in the job view: an outcome that only a newer release knows is no picture for us.
            case FAILED, UNKNOWN ->
                window.setFailed(1).setFailures(Map.of(code(result.getFailure()).name(), 1L));
        }
        return window.build();
    }

    private static void succeeded(MetricsWindow.Builder window, @Nullable Cost cost) {
        window.setSucceeded(1);
        if (cost != null) {
            window.setNetworkPixels(cost.getNetworkPixels())
                    .setDenseNetworkPixels(cost.getDenseNetworkPixels())
                    .setLatency(LatencySums.of(cost.getTotalMs()))
                    .setCompute(LatencySums.of(cost.getComputeMs()));
        }
    }

    private static FailureCode code(@Nullable Failure failure) {
        return failure == null ? FailureCode.UNKNOWN : failure.getCode();
    }

    // A checkpoint is called model@ and the beginning of its hash.
    private static String model(String checkpoint) {
        int at = checkpoint.lastIndexOf('@');
        return at < 1 ? checkpoint : checkpoint.substring(0, at);
    }
}
