package io.acuity.streaming;

import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * As {@link TailListener}, for those who must know where in the topic they are.
 *
 * @param <T> the record on the topic
 */
@FunctionalInterface
public interface PlacedListener<T extends SpecificRecord> {

    /**
     * Called for each event.
     *
     * @param place where it lies
     * @param key the record's key
     * @param event the record; null when the key was deleted from a compacted topic
     */
    void event(EventPlace place, String key, @Nullable T event);
}
