package io.acuity.streaming;

import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Takes the events of a followed topic, on the tail's thread, in order within a partition. Must not block for long.
 *
 * @param <T> the record on the topic
 */
@FunctionalInterface
public interface TailListener<T extends SpecificRecord> {

    /**
     * Called for each event.
     *
     * @param key the record's key
     * @param event the record; null when the key was deleted from a compacted topic
     */
    void event(String key, @Nullable T event);
}
