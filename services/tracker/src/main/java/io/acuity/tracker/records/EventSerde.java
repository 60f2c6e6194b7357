package io.acuity.tracker.records;

import io.acuity.schemas.EventCodec;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** The codec as Kafka Streams wants it; null, a tombstone, stays null. */
public final class EventSerde<T extends SpecificRecord> implements Serde<@Nullable T> {

    private final EventCodec<T> codec;

    /**
     * Wraps a codec.
     *
     * @param codec of the topic's record
     */
    public EventSerde(EventCodec<T> codec) {
        this.codec = codec;
    }

    @Override
    public Serializer<@Nullable T> serializer() {
        return (topic, event) -> event == null ? null : codec.encode(event);
    }

    @Override
    public Deserializer<@Nullable T> deserializer() {
        return (topic, bytes) -> bytes == null ? null : codec.decode(bytes);
    }
}
