package io.acuity.streaming.lane;

import io.acuity.streaming.trace.Carrier;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
 * @param context who sent it; while it is worked on, the span of the attempt, below which the work has its own
 */
public record LaneRecord(
        String topic,
        int partition,
        long offset,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Instant publishedAt,
        int attempt,
        Context context) {

    /** A record as a consumer hands it out. */
    static LaneRecord of(ConsumerRecord<byte[], byte[]> record, int attempt) {
        return new LaneRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.key(),
                record.value(),
                Instant.ofEpochMilli(record.timestamp()),
                attempt,
                Carrier.of(record.headers()).context());
    }

    /**
     * The key as text.
     *
     * @return empty when there is none
     */
    public String keyText() {
        return key == null ? "" : new String(key, StandardCharsets.UTF_8);
    }

    LaneRecord again() {
        return new LaneRecord(topic, partition, offset, key, value, publishedAt, attempt + 1, context);
    }

    LaneRecord within(Context span) {
        return new LaneRecord(topic, partition, offset, key, value, publishedAt, attempt, span);
    }

    /** Without the payload, for logs. */
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset + "#" + attempt;
    }
}
