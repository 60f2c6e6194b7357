package io.acuity.tracker;

import io.acuity.streaming.BrokerProbe;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TopicAdmin;
import io.acuity.tracker.frames.FrameOrderSettings;
import io.acuity.tracker.frames.FrameOrderTopology;
import io.acuity.tracker.metrics.MetricsTopology;
import io.acuity.tracker.rollout.RolloutTopology;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the view of every job on {@code acuity.jobs}, decides rollouts of checkpoints, counts jobs on {@code acuity.metrics}, and tells
 * frames of clips in order on {@code acuity.frame-results}. Any number may run and share the work; after a restart or a crash everything
 * comes back from the changelogs. Three applications of Kafka Streams: views and rollouts at least once, metrics and frames exactly once.
 * The methods here may be called from any thread.
 */
public final class TrackerService implements AutoCloseable {

    private final StreamsApplication views;
    // Set while it starts, before anybody else knows it.
    private @Nullable StreamsApplication metrics;
    private @Nullable StreamsApplication frames;
    private final CompletableFuture<Void> ended;
    private final KafkaSettings kafka;

    private TrackerService(KafkaSettings kafka, StreamsApplication views, CompletableFuture<Void> ended) {
        this.kafka = kafka;
        this.views = views;
        this.ended = ended;
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
        requireEqual(partitions(settings.kafka(), FrameOrderTopology.TOPICS));
        requireSingle(partitions(settings.kafka(), RolloutTopology.SOURCES));
        var ended = new CompletableFuture<Void>();
        var views = StreamsApplication.start(
                TrackerTopology.build(
                        settings.retention(),
                        settings.rollouts(),
                        settings.kafka().traces()),
                StreamsSettings.of(settings),
                ended);
        var tracker = new TrackerService(settings.kafka(), views, ended);
        try {
            tracker.startOthers(settings);
            return tracker;
        } catch (RuntimeException e) {
            tracker.close();
            throw e;
        }
    }

    private void startOthers(TrackerSettings settings) {
        if (settings.metrics()) {
            metrics = StreamsApplication.start(MetricsTopology.build(), StreamsSettings.ofMetrics(settings), ended);
        }
        FrameOrderSettings order = settings.frames();
        if (order != null) {
            var settledAt = new AtomicLong();
            frames = StreamsApplication.start(
                    FrameOrderTopology.build(
                            order, settledAt::get, settings.kafka().traces()),
                    StreamsSettings.ofFrames(settings),
                    ended,
                    () -> settledAt.set(System.currentTimeMillis()));
        }
    }

    /**
     * Whether its broker is out of reach now, for health checks; without news it does not notice by itself.
     *
     * @return one sentence; empty when it is there
     */
    public Optional<String> brokerTrouble() {
        return BrokerProbe.trouble(kafka);
    }

    /**
     * Whether the job views are restored and news is read.
     *
     * @return completes the first time it is; fails when the tracker ended before
     */
    public CompletableFuture<Void> running() {
        return views.running();
    }

    /**
     * For health checks.
     *
     * @return completes when the tracker was closed; fails with the cause when a part of it gave up
     */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /**
     * How views and rollouts are doing.
     *
     * @return a snapshot
     */
    public TrackerFigures viewFigures() {
        return views.figures();
    }

    /**
     * How the counting is doing.
     *
     * @return a snapshot; empty when this tracker does not count
     */
    public Optional<TrackerFigures> metricsFigures() {
        return Optional.ofNullable(metrics).map(StreamsApplication::figures);
    }

    /**
     * How the order of frames is doing.
     *
     * @return a snapshot; empty when this tracker puts none in order
     */
    public Optional<TrackerFigures> frameFigures() {
        return Optional.ofNullable(frames).map(StreamsApplication::figures);
    }

    /** Commits, leaves its groups, so that others take over at once, and stops. */
    @Override
    public void close() {
        try {
            views.close();
        } finally {
            close(metrics);
            close(frames);
        }
    }

    private static void close(@Nullable StreamsApplication application) {
        if (application != null) {
            application.close();
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
