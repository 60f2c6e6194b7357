package io.acuity.streaming.lane;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record to work on, as it came from its topic; whether its bytes decode is the handler's business.
 *
 * @param topic where it came from
 * @param partition its partition
 * @param offset its offset
 * @param key its key, if it has one
 * @param value its bytes; null for a deletion mark
 * @param publishedAt when its publisher sent it
 * @param attempt 1 for the first attempt in this process
 */
public record LaneRecord(
        String topic,
        int partition,
        long offset,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Instant publishedAt,
        int attempt) {

    /**
     * The key as text.
     *
     * @return empty when there is none
     */
    public String keyText() {
        return key == null ? "" : new String(key, StandardCharsets.UTF_8);
    }

    LaneRecord again() {
        return new LaneRecord(topic, partition, offset, key, value, publishedAt, attempt + 1);
    }

    /** Without the payload, for logs. */
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset + "#" + attempt;
    }
}
