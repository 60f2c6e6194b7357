package io.acuity.streaming.topics;

import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * An encoded record on its way to a topic.
 *
 * @param topic name of the topic
 * @param key the record's key; null only where the original record of a dead letter had none
 * @param value the encoded record
 */
public record OutgoingEvent(String topic, byte @Nullable [] key, byte[] value) {

    /**
     * Encodes a record for its topic.
     *
     * @param topic where to
     * @param key the record's key, in UTF-8
     * @param event the record
     * @return the event to send
     * @param <T> the record on the topic
     */
    public static <T extends SpecificRecord> OutgoingEvent of(Topic<T> topic, String key, T event) {
        return new OutgoingEvent(
                topic.name(),
                key.getBytes(StandardCharsets.UTF_8),
                topic.codec().encode(event));
    }
}
