package io.acuity.tracker;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;

/** What Kafka Streams is told, and why. */
final class StreamsSettings {

    private StreamsSettings() {}

    /** Of job views and rollouts: at least once. */
    static Properties of(TrackerSettings settings) {
        var properties = common(settings, settings.applicationId());
        // Folding the same evidence again changes nothing (see JobViews), so a view needs no transaction: it is out as
        // soon as it is known, at a fraction of the broker's work (ADR 4).
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        // A result counts once its worker's transaction is committed.
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        // How much evidence a restarted tracker reads again.
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 2_000L);
        // Kafka Streams lets records wait 100 ms for company; that is how stale a status would be.
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, UndecodableRecords.class);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 32L << 20);
        // As on all topics: a tracker whose clock is ahead must not have its own records refused.
        properties.put(StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG), "LogAppendTime");
        return properties;
    }

    /** Of metrics: what counts must count once (ADR 10). */
    static Properties ofMetrics(TrackerSettings settings) {
        var properties = common(settings, settings.applicationId() + "-metrics");
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // One transaction a second while jobs end, none while nothing happens; a window is two of them behind.
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000L);
        transactions(properties);
        // The other application writes the dead letter.
        properties.put(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
        // Within this application records carry the time a job ended, which decides its window; never a time ahead of
        // the broker's.
        properties.put(StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG), "CreateTime");
        return properties;
    }

    /** Of the order of frames: each index is told once (ADR 11). */
    static Properties ofFrames(TrackerSettings settings) {
        var properties = common(settings, settings.applicationId() + "-frames");
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // What is read becomes visible with the commit: this is how much later a frame comes at most.
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100L);
        transactions(properties);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
        // Requests may carry images of 256 KiB, which lie in memory until their turn.
        properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 20);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 100);
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, UndecodableRecords.class);
        properties.put(StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG), "LogAppendTime");
        return properties;
    }

    private static void transactions(Properties properties) {
        // What a killed tracker left open hides later records until it is given up.
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 5_000);
        // The broker adds a partition to a transaction while its first batch waits. A second batch that is on its way
        // already
        // comes out of order then, is refused, and costs a pause and a line of warning (ADR 11).
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
    }

    private static Properties common(TrackerSettings settings, String applicationId) {
        var properties = new Properties();
        properties.putAll(settings.kafka()
                .client(Map.ofEntries(
                        Map.entry(StreamsConfig.APPLICATION_ID_CONFIG, applicationId),
                        Map.entry(
                                StreamsConfig.STATE_DIR_CONFIG,
                                settings.stateDir().toString()),
                        Map.entry(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1),
                        Map.entry(
                                StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                                TrackerIdentity.of(settings.stateDir())),
                        // RocksDB is not on the class path; stores live in memory, restored from their changelog.
                        Map.entry(
                                StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG,
                                BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class),
                        // A restarted tracker reads its changelogs in large pieces.
                        Map.entry(StreamsConfig.restoreConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 10_000),
                        Map.entry(
                                StreamsConfig.restoreConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
                                8 << 20),
                        // Small segments of changelogs, because only a segment that is full is compacted.
                        Map.entry(StreamsConfig.topicPrefix(TopicConfig.SEGMENT_BYTES_CONFIG), 8 << 20),
                        // A crashed tracker's partitions are taken over after this, and before the requests of
                        // frames that it did not hand on are taken for gaps.
                        Map.entry(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000),
                        Map.entry(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1_500))));
        return properties;
    }
}
