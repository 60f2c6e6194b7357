package io.acuity.streaming.lane;

import io.acuity.streaming.KafkaSettings;
import java.time.Duration;

/**
 * How a lane runs.
 *
 * @param kafka the cluster
 * @param topic the topic it works on
 * @param group the consumer group that shares the work
 * @param slot name of this worker, stable over restarts and unique in the group: a new worker in the slot fences the old one
 * @param maxInFlight most records in work at once
 * @param retry when failed records are tried again
 * @param drain how long closing waits for records in work
 */
public record LaneSettings(
        KafkaSettings kafka,
        String topic,
        String group,
        String slot,
        int maxInFlight,
        RetryPolicy retry,
        Duration drain) {

    /** Checks the bound. */
    public LaneSettings {
        if (maxInFlight < 1) {
            throw new IllegalArgumentException(
                    "lane.maxInFlight is " + maxInFlight + " but must be 1 or more; for example 64");
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
        return new LaneSettings(kafka, topic, group, slot, 64, RetryPolicy.never(), Duration.ZERO);
    }

    /**
     * Other bound.
     *
     * @param records most records in work at once
     * @return new settings
     */
    public LaneSettings withMaxInFlight(int records) {
        return new LaneSettings(kafka, topic, group, slot, records, retry, drain);
    }

    /**
     * Other retries.
     *
     * @param policy when failed records are tried again
     * @return new settings
     */
    public LaneSettings withRetry(RetryPolicy policy) {
        return new LaneSettings(kafka, topic, group, slot, maxInFlight, policy, drain);
    }

    /**
     * Other patience at closing.
     *
     * @param patience how long closing waits for records in work
     * @return new settings
     */
    public LaneSettings withDrain(Duration patience) {
        return new LaneSettings(kafka, topic, group, slot, maxInFlight, retry, patience);
    }

    String transactionalId() {
        return group + "-" + slot;
    }
}
