package io.acuity.streaming;

import io.acuity.streaming.topics.Topic;
import java.util.Map;

/**
 * A topic as it is on a cluster.
 *
 * @param topic the topic
 * @param partitions how many it has
 * @param replicas copies of its first partition
 * @param settings those that its contract names, with their values there
 */
public record TopicState(Topic<?> topic, int partitions, int replicas, Map<String, String> settings) {
    /** Copies the settings. */
    public TopicState {
        settings = Map.copyOf(settings);
    }
}
