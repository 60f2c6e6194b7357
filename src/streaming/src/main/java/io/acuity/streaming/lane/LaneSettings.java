package io.acuity.streaming.lane;

import io.acuity.streaming.KafkaSettings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a lane runs.
 *
 * @param kafka the cluster
 * @param topic the topic it works on
 * @param background a topic whose records take every fifth turn while others wait, and a quarter of the places at most; null for none
 * @param group the consumer group that shares the work
 * @param slot name of this worker, stable over restarts and unique in the group: a new worker in the slot fences the old one
 * @param maxInFlight most records in work at once
 * @param retry when failed records are tried again
 * @param drain how long closing waits for records in work
 * @param lock how long the broker keeps a record for the worker that has it, on the elastic lane: what a worker that froze holds is
 *     handed out again after that; brokers take 15 to 60 seconds unless they are told otherwise
 */
public record LaneSettings(
        KafkaSettings kafka,
        String topic,
        @Nullable String background,
        String group,
        String slot,
        int maxInFlight,
        RetryPolicy retry,
        Duration drain,
        Duration lock) {

    /** How long the broker keeps a record for its worker unless another time is asked for. */
    public static final Duration LOCK = Duration.ofSeconds(15);

    /** Checks the bounds. */
    public LaneSettings {
        if (maxInFlight < 1) {
            throw new IllegalArgumentException(
                    "lane.maxInFlight is " + maxInFlight + " but must be 1 or more; for example 64");
        }
        if (lock.toMillis() < 1) {
            throw new IllegalArgumentException("lane.lock is " + lock + " but must be longer; for example PT15S");
        }
    }

    /**
     * A lane of at most 64 records in work that never retries and drops work when closed.
     *
     * @param kafka the cluster
     * @param topic the topic it works on
     * @param group the consumer group
     * @param slot name of this worker
     * @return the settings
     */
    public static LaneSettings of(KafkaSettings kafka, String topic, String group, String slot) {
        return new LaneSettings(kafka, topic, null, group, slot, 64, RetryPolicy.never(), Duration.ZERO, LOCK);
    }

    /**
     * A topic that comes second.
     *
     * @param other its name
     * @return new settings
     */
    public LaneSettings withBackground(String other) {
        return new LaneSettings(kafka, topic, other, group, slot, maxInFlight, retry, drain, lock);
    }

    /** The topics there are. */
    List<String> topics() {
        return background == null ? List.of(topic) : List.of(topic, background);
    }

    boolean isBackground(String name) {
        return name.equals(background);
    }

    /** How many records of the background may be in work at once. */
    int backgroundInFlight() {
        return Turns.places(maxInFlight);
    }

    /**
     * Other bound.
     *
     * @param records most records in work at once
     * @return new settings
     */
    public LaneSettings withMaxInFlight(int records) {
        return new LaneSettings(kafka, topic, background, group, slot, records, retry, drain, lock);
    }

    /**
     * Other retries.
     *
     * @param policy when failed records are tried again
     * @return new settings
     */
    public LaneSettings withRetry(RetryPolicy policy) {
        return new LaneSettings(kafka, topic, background, group, slot, maxInFlight, policy, drain, lock);
    }

    /**
     * Other patience at closing.
     *
     * @param patience how long closing waits for records in work
     * @return new settings
     */
    public LaneSettings withDrain(Duration patience) {
        return new LaneSettings(kafka, topic, background, group, slot, maxInFlight, retry, patience, lock);
    }

    /**
     * Another lock; only the elastic lane has any.
     *
     * @param duration how long the broker keeps a record for the worker that has it
     * @return new settings
     */
    public LaneSettings withLock(Duration duration) {
        return new LaneSettings(kafka, topic, background, group, slot, maxInFlight, retry, drain, duration);
    }

    String transactionalId() {
        return group + "-" + slot;
    }
}
