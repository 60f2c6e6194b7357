package io.acuity.tracker.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A record as JSON, for what only trackers read: their changelogs and repartition topics. A member that a later release adds
 * is null, 0 or false when an earlier one wrote it; one that is unknown is left out.
 *
 * @param <T> the record
 */
public final class JsonSerde<T> implements Serde<@Nullable T> {

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Class<T> type;

    /**
     * A serde of one record.
     *
     * @param type a record whose members JSON can hold
     */
    public JsonSerde(Class<T> type) {
        this.type = type;
    }

    @Override
    public Serializer<@Nullable T> serializer() {
        return (topic, value) -> value == null ? null : bytes(value);
    }

    @Override
    public Deserializer<@Nullable T> deserializer() {
        return (topic, bytes) -> bytes == null ? null : value(bytes);
    }

    private byte[] bytes(T value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("A " + type.getSimpleName() + " has no JSON form; report this as a bug.", e);
        }
    }

    private T value(byte[] bytes) {
        try {
            return JSON.readValue(bytes, type);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The tracker's own memory does not hold a " + type.getSimpleName()
                            + "; another program writes to its topics.",
                    e);
        }
    }
}
