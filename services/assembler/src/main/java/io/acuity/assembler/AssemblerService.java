package io.acuity.assembler;

import io.acuity.streaming.Cancellations;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.lane.LaneSettings;
import io.acuity.streaming.lane.LaneState;
import io.acuity.streaming.lane.OrderedLane;
import io.acuity.streaming.lane.RetryPolicy;
import io.acuity.streaming.topics.Topic;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An assembler: takes clips from {@code acuity.videos}, has their frames upscaled through {@code acuity.frames}, and stores the
 * finished clips. Of several, each clip has one. Starts and stops whole.
 */
public final class AssemblerService implements AutoCloseable {
    /** The consumer group all assemblers share. */
    public static final String GROUP = "acuity-assemblers";

    private static final Logger LOGGER = LoggerFactory.getLogger(AssemblerService.class);

    // Closed from last to first.
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final OrderedLane lane;
    private final ClipJobs jobs;

    private AssemblerService(AssemblerSettings settings) {
        try {
            TopicAdmin.ensure(settings.kafka());
            BlobStore store = opened(BlobStores.open(settings.blobStore()));
            EventPublisher publisher = opened(EventPublisher.open(settings.kafka()));
            Cancellations cancellations = opened(Cancellations.follow(settings.kafka()));
            ClipFolders folders = ClipFolders.open(settings.dataDir());
            jobs = opened(new ClipJobs(
                    new ClipRunner(settings.kafka(), store, folders),
                    folders,
                    cancellations,
                    (request, context) ->
                            new ClipVoice(request, settings.slot(), publisher.beside(context), Clock.systemUTC())));
            lane = opened(OrderedLane.start(
                    LaneSettings.of(settings.kafka(), Topic.VIDEOS.name(), GROUP, settings.slot())
                            .withMaxInFlight(settings.clips())
                            .withRetry(RetryPolicy.threeTimes(ClipFailures::mayPass)),
                    jobs));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    /**
     * Starts an assembler; it takes clips when this returns.
     *
     * @throws java.io.UncheckedIOException when the data folder cannot be written
     * @throws io.acuity.streaming.BrokerUnreachableException when no broker answers within about ten seconds
     */
    public static AssemblerService start(AssemblerSettings settings) {
        return new AssemblerService(settings);
    }

    /** How the lane is doing, for health checks. */
    public LaneState state() {
        return lane.state();
    }

    /** Frames of all clips that were encoded since the start. */
    public long frames() {
        return jobs.frames();
    }

    /** Stops; clips in work are gone on with by the next assembler that has the same data folder. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOGGER.atWarn().setCause(e).log("A part of the assembler did not close");
            }
        }
    }
}
