package io.acuity.streaming.blob;

import io.acuity.streaming.topics.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes payloads that no record can mention any more: those older than the longest retention of the topics plus a margin.
 * Several collectors may work on one store. Its own thread runs it.
 */
public final class BlobCollector implements AutoCloseable {

    /** Records may outlive their retention until Kafka drops their segment, and clocks differ. */
    public static final Duration MARGIN = Duration.ofDays(2);

    private static final Logger LOGGER = LoggerFactory.getLogger(BlobCollector.class);

    private final BlobStore store;
    private final Duration keep;
    private final Clock clock;
    private final ScheduledExecutorService owner = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("acuity-blob-collector").factory());

    /**
     * A collector that keeps each blob for a given time.
     *
     * @param store where
     * @param keep age up to which nothing is removed
     * @param clock tells the time
     */
    public BlobCollector(BlobStore store, Duration keep, Clock clock) {
        this.store = store;
        this.keep = keep;
        this.clock = clock;
    }

    /**
     * How long blobs must stay, from the topics that exist.
     *
     * @return longest retention and {@link #MARGIN}
     */
    public static Duration keepForTopics() {
        Duration longest = Duration.ZERO;
        for (Topic<?> topic : Topic.all()) {
            longest = topic.retention().compareTo(longest) > 0 ? topic.retention() : longest;
        }
        return longest.plus(MARGIN);
    }

    /**
     * Starts a collector with the retention of the topics.
     *
     * @param store where
     * @param interval pause between two rounds
     * @return to be closed by the caller
     */
    public static BlobCollector start(BlobStore store, Duration interval) {
        var collector = new BlobCollector(store, keepForTopics(), Clock.systemUTC());
        var unused =
                collector.owner.scheduleWithFixedDelay(collector::round, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        return collector;
    }

    /**
     * One round, on the caller's thread.
     *
     * @return how many blobs were removed
     * @throws BlobStoreUnavailableException when the store does not answer
     */
    public int collect() {
        int removed = store.removeOlderThan(clock.instant().minus(keep));
        if (removed > 0) {
            LOGGER.atInfo().addKeyValue("removed", removed).log("Expired blobs removed");
        }
        return removed;
    }

    // A store that is away must not end the rounds: the next one may find it.
    private void round() {
        try {
            collect();
        } catch (BlobException e) {
            LOGGER.atWarn().addKeyValue("error", e.getMessage()).log("Expired blobs could not be removed");
        }
    }

    /** Stops after the round that may be running. */
    @Override
    public void close() {
        owner.shutdown();
    }
}
