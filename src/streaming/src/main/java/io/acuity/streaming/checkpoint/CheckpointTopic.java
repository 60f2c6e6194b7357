package io.acuity.streaming.checkpoint;

import io.acuity.events.CheckpointEvent;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.topics.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;

/** The checkpoints there are. */
public final class CheckpointTopic {

    private CheckpointTopic() {}

    /**
     * Reads the topic to its end.
     *
     * @param kafka the cluster
     * @return the checkpoints that were not removed, in the order of their publication
     * @throws io.acuity.streaming.BrokerUnreachableException when no broker answers within about ten seconds
     */
    public static List<CheckpointEvent> read(KafkaSettings kafka) {
        Map<Long, CheckpointEvent> found = new ConcurrentSkipListMap<>();
        try (EventTail<CheckpointEvent> tail =
                EventTail.open(kafka, Topic.CHECKPOINTS, new TailStart.Beginning(), (place, key, event) -> {
                    found.values().removeIf(earlier -> earlier.getCheckpointId().equals(key));
                    if (event != null) {
                        found.put(place.offset(), event);
                    }
                })) {
            CompletableFuture.anyOf(tail.caughtUp(), tail.ended()).join();
        }
        return List.copyOf(found.values());
    }
}
