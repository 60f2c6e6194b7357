package io.acuity.tracker;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;

/** What Kafka Streams is told, and why. */
final class StreamsSettings {

    private StreamsSettings() {}

    static Properties of(TrackerSettings settings) {
        var properties = new Properties();
        properties.putAll(settings.kafka()
                .client(Map.ofEntries(
                        Map.entry(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId()),
                        Map.entry(
                                StreamsConfig.STATE_DIR_CONFIG,
                                settings.stateDir().toString()),
                        // Folding the same evidence again changes nothing (see JobViews), so a view needs no
                        // transaction:
                        // it is out as soon as it is known, at a fraction of the broker's work (ADR 4).
                        Map.entry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE),
                        // A result counts once its worker's transaction is committed.
                        Map.entry(
                                StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed"),
                        // How much evidence a restarted tracker reads again.
                        Map.entry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 2_000L),
                        // Kafka Streams lets records wait 100 ms for company; that is how stale a status would be.
                        Map.entry(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5),
                        Map.entry(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1),
                        // RocksDB is not on the class path; stores live in memory, restored from their changelog.
                        Map.entry(
                                StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG,
                                BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class),
                        Map.entry(
                                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, UndecodableRecords.class),
                        // As on all topics: a tracker whose clock is ahead must not have its own records refused.
                        Map.entry(
                                StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG), "LogAppendTime"),
                        // A crashed tracker's partitions are taken over after this.
                        Map.entry(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000),
                        Map.entry(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 3_000))));
        return properties;
    }
}
