package io.acuity.tracker.metrics;

import io.acuity.events.MetricsWindow;
import io.acuity.events.UpscaleResult;
import io.acuity.streaming.metrics.MetricsWindows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owned by one stream thread: hands on each job once, as a window of its own, under its model and checkpoint and with the time it
 * ended. Remembers a job for as long as it could be counted again: a result that comes later than {@link MetricsWindows#KEPT}
 * counts nowhere.
 */
final class CountOnce extends ContextualProcessor<String, UpscaleResult, String, MetricsWindow> {

    static final String STORE = "counted-jobs";

    private static final Logger LOGGER = LoggerFactory.getLogger(CountOnce.class);
    private static final Duration SWEEP = Duration.ofHours(1);

    private @Nullable KeyValueStore<String, Long> counted;

    @Override
    public void init(ProcessorContext<String, MetricsWindow> started) {
        super.init(started);
        KeyValueStore<String, Long> store = started.getStateStore(STORE);
        counted = store;
        // By the topic's time, not the clock: what was not read yet must find what came before it.
        started.schedule(SWEEP, PunctuationType.STREAM_TIME, now -> forget(store, now));
    }

    @Override
    public void process(Record<String, UpscaleResult> told) {
        if (counted == null) {
            throw new IllegalStateException("A record came before the topology was started; report this as a bug.");
        }
        UpscaleResult result = told.value();
        // A worker whose clock is ahead must not end the windows of the others.
        long at = Math.min(result.getCompletedAt().toEpochMilli(), told.timestamp());
        if (at < oldest(told.timestamp())) {
            LOGGER.atDebug().addKeyValue("jobId", told.key()).log("A result is too old for metrics");
            return;
        }
        // Keys decide the partition, so that only what has the job's own key meets what was counted of it.
        if (!told.key().equals(result.getJobId()) || counted.get(told.key()) != null) {
            return;
        }
        counted.put(told.key(), at);
        MetricsWindow window = JobWindow.of(result, Instant.ofEpochMilli(at));
        context().forward(new Record<>(MetricsWindows.series(window), window, at));
    }

    private static void forget(KeyValueStore<String, Long> store, long now) {
        var old = new ArrayList<String>();
        try (var all = store.all()) {
            all.forEachRemaining(entry -> {
                if (entry.value < oldest(now)) {
                    old.add(entry.key);
                }
            });
        }
        old.forEach(store::delete);
    }

    private static long oldest(long now) {
        return now - MetricsWindows.KEPT.toMillis();
    }
}
