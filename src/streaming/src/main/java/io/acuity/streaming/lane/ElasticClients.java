package io.acuity.streaming.lane;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes the Kafka clients of an elastic lane. */
final class ElasticClients {

    private static final int DELIVERY_MILLIS = 10_000;

    private ElasticClients() {}

    /** A member of the share group that takes one record at a time. */
    static ShareConsumer<byte[], byte[]> consumer(LaneSettings settings) {
        var config = settings.kafka()
                .client(Map.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        settings.group(),
                        ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG,
                        "explicit",
                        // Otherwise a producer's batch goes to one member whole, whatever the number asked for.
                        ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG,
                        "record_limit",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        1,
                        // A hand without room does not poll. What a dead one holds is freed by its lock.
                        ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                        Integer.MAX_VALUE,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false));
        return new KafkaShareConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Whether it was ever given partitions; the client tells it by its metrics alone. */
    static boolean hasJoined(ShareConsumer<byte[], byte[]> consumer) {
        return consumer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("rebalance-total"))
                .anyMatch(metric -> metric.getValue().metricValue() instanceof Number total && total.intValue() > 0);
    }

    /** For outputs, which are published before their record is acknowledged. */
    static Producer<byte[], byte[]> producer(LaneSettings settings) {
        var config = settings.kafka()
                .client(Map.of(
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        // As in EventPublisher: several in flight can lock up a partition with a new leader.
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                        1,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        DELIVERY_MILLIS,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        DELIVERY_MILLIS,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        DELIVERY_MILLIS / 2));
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
