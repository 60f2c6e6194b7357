package io.acuity.tracker;

import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TopicAdmin;
import io.acuity.tracker.rollout.RolloutTopology;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the view of every job on {@code acuity.jobs} and decides rollouts of checkpoints. Any number may run and share the work; after a restart or a crash the
 * views come back from the changelog. Its stream thread owns the state; the methods here may be called from any thread.
 */
public final class TrackerService implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(TrackerService.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int THREADS_TO_LOSE = 5;

    private final KafkaStreams streams;
    private final CompletableFuture<Void> running = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicInteger lostThreads = new AtomicInteger();

    private TrackerService(KafkaStreams streams) {
        this.streams = streams;
    }

    /**
     * Creates missing topics and starts tracking. Returns before the state is restored; see {@link #running()}.
     *
     * @param settings cluster, state folder, retention
     * @return to be closed by the caller
     * @throws io.acuity.streaming.BrokerUnreachableException when no broker answers
     * @throws IllegalStateException when the topics are cut differently, or another tracker uses the folder
     */
    public static TrackerService start(TrackerSettings settings) {
        TopicAdmin.ensure(settings.kafka());
        requireEqual(partitions(settings.kafka(), JobViewTopology.SOURCES));
        requireSingle(partitions(settings.kafka(), RolloutTopology.SOURCES));
        var streams = new KafkaStreams(
                TrackerTopology.build(settings.retention(), settings.rollouts()), StreamsSettings.of(settings));
        var service = new TrackerService(streams);
        streams.setStateListener((now, before) -> service.changed(now));
        streams.setUncaughtExceptionHandler(service::lostThread);
        streams.start();
        return service;
    }

    /**
     * Whether the state is restored and news is read.
     *
     * @return completes the first time it is; fails when the tracker ended before
     */
    public CompletableFuture<Void> running() {
        return running.copy();
    }

    /**
     * For health checks.
     *
     * @return completes when the tracker was closed; fails with the cause when it gave up
     */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /** Commits, leaves the group, so that others take over at once, and stops. */
    @Override
    public void close() {
        boolean stopped =
                streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                        .withTimeout(PATIENCE));
        if (!stopped) {
            LOGGER.atWarn().log("The tracker did not stop in time; its last views will be computed again");
        }
        settle(null);
    }

    private void changed(KafkaStreams.State now) {
        LOGGER.atDebug().addKeyValue("state", now).log("Tracker changed state");
        if (now == KafkaStreams.State.RUNNING) {
            running.complete(null);
        } else if (now == KafkaStreams.State.ERROR) {
            settle(new IllegalStateException(
                    "The tracker lost its threads and gave up; its log has the causes. Start it again."));
        }
    }

    // A thread that dies takes nothing with it: its successor folds the last evidence again. But not for ever.
    private StreamThreadExceptionResponse lostThread(Throwable cause) {
        int lost = lostThreads.incrementAndGet();
        boolean tryAgain = lost < THREADS_TO_LOSE;
        LOGGER.atError()
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

    private static SortedMap<String, Integer> partitions(KafkaSettings kafka, List<String> topics) {
        var partitions = new TreeMap<String, Integer>();
        try (Admin admin = Admin.create(kafka.client(Map.of()))) {
            admin.describeTopics(topics)
                    .allTopicNames()
                    .get()
                    .forEach((name, topic) ->
                            partitions.put(name, topic.partitions().size()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while looking at the topics; start the tracker again.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "The topics cannot be described; check that this user may read them: " + e.getMessage(), e);
        }
        return partitions;
    }

    // One job's records must meet in one task: the same key has to mean the same partition number everywhere.
    static void requireEqual(SortedMap<String, Integer> partitions) {
        if (new HashSet<>(partitions.values()).size() > 1) {
            throw new IllegalStateException("The tracker needs topics with equally many partitions but found "
                    + partitions + "; create them anew with the same number.");
        }
    }

    // One task decides all rollouts.
    static void requireSingle(SortedMap<String, Integer> partitions) {
        if (partitions.values().stream().anyMatch(count -> count != 1)) {
            throw new IllegalStateException("The tracker needs topics of rollouts with one partition each but found "
                    + partitions + "; create them anew with one.");
        }
    }
}
