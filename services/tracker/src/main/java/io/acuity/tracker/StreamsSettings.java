package io.acuity.tracker;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
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
                        Map.entry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2),
                        // Under exactly once, readers see a view when its transaction commits: how stale a status is.
                        Map.entry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100L),
                        Map.entry(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1),
                        // RocksDB is not on the class path; stores live in memory, restored from their changelog.
                        Map.entry(
                                StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG,
                                BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class),
                        Map.entry(
                                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, UndecodableRecords.class),
                        // A crashed tracker's partitions are taken over after this.
                        Map.entry(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000),
                        Map.entry(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 3_000))));
        return properties;
    }
}
