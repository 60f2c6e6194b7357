package io.acuity.streaming.lane;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes the two Kafka clients of a session. */
final class LaneClients {

    private static final int CALL_MILLIS = 10_000;
    /**
     * How long a worker that died in the middle of a transaction can hide later results, and keep its jobs from the next worker, which
     * must know what was committed. As long as a session: whoever waits for the one need not wait longer for the other.
     */
    private static final int TRANSACTION_MILLIS = 6_000;

    private LaneClients() {}

    static Consumer<byte[], byte[]> consumer(LaneSettings settings) {
        var config = settings.kafka()
                .client(Map.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        settings.group(),
                        ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                        "consumer",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        // Bounds the memory of records that wait for room.
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        32));
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    static Producer<byte[], byte[]> producer(LaneSettings settings) {
        var config = settings.kafka()
                .client(
                        Map.of(
                                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                                settings.transactionalId(),
                                ProducerConfig.ACKS_CONFIG,
                                "all",
                                ProducerConfig.LINGER_MS_CONFIG,
                                0,
                                // As in EventPublisher: several in flight can lock up a partition with a new leader.
                                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                                1,
                                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                                CALL_MILLIS,
                                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                                CALL_MILLIS,
                                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                                CALL_MILLIS / 2),
                        Map.of(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS));
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
