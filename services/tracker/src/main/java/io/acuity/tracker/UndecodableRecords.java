package io.acuity.tracker;

import io.acuity.events.DeadLetter;
import io.acuity.events.FailureCode;
import io.acuity.streaming.topics.Topic;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Undecodable bytes are a dead letter and then forgotten; they never stop the topology. After a crash of the tracker the same
 * record may leave a second letter, with the same topic, partition and offset. Requests, of jobs and of frames, are left to the workers,
 * whose lane reads the same bytes and writes their dead letter. Public because Kafka Streams creates it by name.
 */
public final class UndecodableRecords implements DeserializationExceptionHandler {

    private static final Logger LOGGER = LoggerFactory.getLogger(UndecodableRecords.class);
    private static final Set<String> OF_WORKERS =
            Set.of(Topic.REQUESTS.name(), Topic.BATCH_REQUESTS.name(), Topic.FRAMES.name());
    private static final int LARGEST_ORIGINAL = 256 * 1024;

    @Override
    public void configure(Map<String, ?> configuration) {
        // Everything it needs is in the record.
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        LOGGER.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("error", exception.getMessage())
                .log("Skipped an undecodable record");
        return response(record, exception);
    }

    static Response response(ConsumerRecord<byte[], byte[]> record, Exception exception) {
        if (OF_WORKERS.contains(record.topic())) {
            return Response.resume();
        }
        byte[] letter = Topic.DEAD_LETTERS.codec().encode(letter(record, exception));
        return Response.resume(List.of(new ProducerRecord<>(Topic.DEAD_LETTERS.name(), record.key(), letter)));
    }

    private static DeadLetter letter(ConsumerRecord<byte[], byte[]> record, Exception exception) {
        return DeadLetter.newBuilder()
                .setCode(FailureCode.UNDECODABLE_RECORD)
                .setMessage(String.valueOf(exception.getMessage()))
                .setTopic(record.topic())
                .setPartition(record.partition())
                .setOffset(record.offset())
                .setOriginalKey(wrapped(record.key()))
                .setOriginalValue(wrapped(record.value()))
                .setAt(Instant.now())
                .build();
    }

    // The original of a larger record stays where topic, partition and offset say.
    private static @Nullable ByteBuffer wrapped(byte @Nullable [] bytes) {
        return bytes == null || bytes.length > LARGEST_ORIGINAL ? null : ByteBuffer.wrap(bytes);
    }
}
