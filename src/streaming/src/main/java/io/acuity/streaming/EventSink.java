package io.acuity.streaming;

import io.acuity.streaming.topics.Topic;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;

/** A way to the topics. */
@FunctionalInterface
public interface EventSink {
    /**
     * Publishes one event.
     *
     * @param topic where to
     * @param key the record's key
     * @param event the record
     * @return completes when the broker has stored the event
     * @param <T> the record on the topic
     */
    <T extends SpecificRecord> CompletableFuture<Void> publish(Topic<T> topic, String key, T event);
}
