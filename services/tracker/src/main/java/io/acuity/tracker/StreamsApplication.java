package io.acuity.tracker;

import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka Streams application of a tracker. A thread of it that dies is replaced, but not for ever. Its stream thread owns the
 * state; the methods here may be called from any thread.
 */
final class StreamsApplication implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(StreamsApplication.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int THREADS_TO_LOSE = 5;

    private final String name;
    private final KafkaStreams streams;
    private final CompletableFuture<Void> running = new CompletableFuture<>();
    private final CompletableFuture<Void> ended;
    private final Runnable onRunning;
    private final AtomicInteger lostThreads = new AtomicInteger();
    private final long started = System.nanoTime();
    private volatile long restoredAfter = -1;

    private StreamsApplication(
            Topology topology, Properties settings, CompletableFuture<Void> ended, Runnable onRunning) {
        this.ended = ended;
        this.onRunning = onRunning;
        this.name = String.valueOf(settings.get(StreamsConfig.APPLICATION_ID_CONFIG));
        this.streams = new KafkaStreams(topology, settings);
    }

    /**
     * Starts to restore and then to work; returns before that.
     *
     * @param ended completes when it was closed; fails with the cause when it gave up
     */
    static StreamsApplication start(Topology topology, Properties settings, CompletableFuture<Void> ended) {
        return start(topology, settings, ended, () -> {});
    }

    /**
     * Starts likewise.
     *
     * @param ended completes when it was closed; fails with the cause when it gave up
     * @param onRunning called each time it has taken up its share of the work: after the start, and after each change among
     *     those who share it; on a thread of the library
     */
    static StreamsApplication start(
            Topology topology, Properties settings, CompletableFuture<Void> ended, Runnable onRunning) {
        var application = new StreamsApplication(topology, settings, ended, onRunning);
        application.streams.setStateListener((now, before) -> application.changed(now));
        application.streams.setUncaughtExceptionHandler(application::lostThread);
        application.streams.start();
        return application;
    }

    /** Completes the first time its state is restored and news is read; fails when it ended before. */
    CompletableFuture<Void> running() {
        return running.copy();
    }

    /** How it is doing. */
    TrackerFigures figures() {
        return new TrackerFigures(
                streams.state() == KafkaStreams.State.RUNNING,
                restoredAfter < 0 ? Double.NaN : restoredAfter / (double) TimeUnit.SECONDS.toNanos(1),
                lag(),
                lostThreads.get());
    }

    // Records that the consumers know of and did not fetch yet.
    private long lag() {
        return streams.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("records-lag")
                        && metric.metricName().tags().containsKey("partition"))
                .map(Metric::metricValue)
                .filter(Double.class::isInstance)
                .mapToLong(lag -> ((Double) lag).longValue())
                .sum();
    }

    /** Commits, leaves the group, so that others take over at once, and stops. */
    @Override
    public void close() {
        boolean stopped =
                streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                        .withTimeout(PATIENCE));
        if (!stopped) {
            LOGGER.atWarn()
                    .addKeyValue("application", name)
                    .log("The tracker did not stop in time; its last work will be done again");
        }
        settle(null);
    }

    private void changed(KafkaStreams.State now) {
        LOGGER.atDebug()
                .addKeyValue("application", name)
                .addKeyValue("state", now)
                .log("Tracker changed state");
        if (now == KafkaStreams.State.RUNNING) {
            if (restoredAfter < 0) {
                restoredAfter = System.nanoTime() - started;
            }
            onRunning.run();
            running.complete(null);
        } else if (now == KafkaStreams.State.ERROR) {
            settle(new IllegalStateException(
                    "The tracker lost its threads and gave up; its log has the causes. Start it again."));
        }
    }

    // A thread that dies takes nothing with it: its successor works on from the last commit.
    private StreamThreadExceptionResponse lostThread(Throwable cause) {
        int lost = lostThreads.incrementAndGet();
        boolean tryAgain = lost < THREADS_TO_LOSE;
        LOGGER.atError()
                .addKeyValue("application", name)
                .addKeyValue("attempt", lost)
                .setCause(cause)
                .log(tryAgain ? "A tracker thread died and is replaced" : "A tracker thread died; giving up");
        return tryAgain ? StreamThreadExceptionResponse.REPLACE_THREAD : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private void settle(@Nullable Throwable failure) {
        if (failure == null) {
            ended.complete(null);
            running.completeExceptionally(new IllegalStateException("The tracker was closed."));
        } else {
            ended.completeExceptionally(failure);
            running.completeExceptionally(failure);
        }
    }
}
