package io.acuity.streaming.topics;

import io.acuity.streaming.trace.Carrier;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * An encoded record on its way to a topic.
 *
 * @param topic name of the topic
 * @param key the record's key; null only where the original record of a dead letter had none
 * @param value the encoded record; null for a tombstone, which removes the key from a compacted topic
 * @param carrier the trace it belongs to, as headers of the record
 */
public record OutgoingEvent(String topic, byte @Nullable [] key, byte @Nullable [] value, Carrier carrier) {

    /**
     * Outside of any trace.
     *
     * @param topic name of the topic
     * @param key the record's key
     * @param value the encoded record
     */
    public OutgoingEvent(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        this(topic, key, value, Carrier.NONE);
    }

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

    /**
     * A tombstone: the key's records are removed from a compacted topic.
     *
     * @param topic where; must be compacted
     * @param key the record's key, in UTF-8
     * @return the event to send
     * @throws IllegalArgumentException when the topic keeps records by age alone, where a tombstone removes nothing
     */
    public static OutgoingEvent tombstone(Topic<?> topic, String key) {
        if (!topic.cleanup().compacts()) {
            throw new IllegalArgumentException("A tombstone on " + topic
                    + " would remove nothing because the topic is not compacted; only compacted topics take"
                    + " tombstones.");
        }
        return new OutgoingEvent(topic.name(), key.getBytes(StandardCharsets.UTF_8), null);
    }

    /**
     * The same within a trace.
     *
     * @param trace what it belongs to
     * @return a new event
     */
    public OutgoingEvent within(Carrier trace) {
        return new OutgoingEvent(topic, key, value, trace);
    }

    /**
     * As Kafka's clients take it.
     *
     * @return the record to send
     */
    public ProducerRecord<byte[], byte[]> toRecord() {
        return new ProducerRecord<>(topic, null, key, value, carrier.headers());
    }
}
