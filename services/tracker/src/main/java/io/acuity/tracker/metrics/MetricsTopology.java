package io.acuity.tracker.metrics;

import io.acuity.events.MetricsWindow;
import io.acuity.streaming.metrics.MetricsWindows;
import io.acuity.streaming.topics.Topic;
import io.acuity.tracker.records.EventSerde;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.Stores;

/**
 * Results in, one record for each model, checkpoint and minute out. Jobs are told apart where the results lie; what they add to
 * the metrics, a small record each, meets in one partition. A window is written when the work on it is committed, not for each job.
 */
public final class MetricsTopology {

    private static final String WINDOWS = "metrics-windows";
    private static final String BY_SERIES = "job-windows";

    private MetricsTopology() {}

    /**
     * The whole topology; it counts, so it must run with exactly-once processing.
     *
     * @return a topology of its own
     */
    public static Topology build() {
        var builder = new StreamsBuilder();
        builder.addStateStore(Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(CountOnce.STORE), Serdes.String(), Serdes.Long()));
        Serde<MetricsWindow> windows = Serdes.serdeFrom(
                (topic, window) -> Topic.METRICS.codec().encode(window),
                (topic, bytes) -> Topic.METRICS.codec().decode(bytes));
        KStream<String, MetricsWindow> jobs = builder.stream(
                        Topic.RESULTS.name(), Consumed.with(Serdes.String(), new EventSerde<>(Topic.RESULTS.codec())))
                .filter((key, result) -> key != null && result != null)
                .mapValues(result -> Objects.requireNonNull(result))
                .process(CountOnce::new, CountOnce.STORE)
                .repartition(Repartitioned.<String, MetricsWindow>as(BY_SERIES)
                        .withKeySerde(Serdes.String())
                        .withValueSerde(windows)
                        .withNumberOfPartitions(1));
        jobs.groupByKey(Grouped.with(Serdes.String(), windows))
                .windowedBy(TimeWindows.ofSizeAndGrace(MetricsWindows.LENGTH, MetricsWindows.KEPT))
                .reduce(
                        MetricsWindows::sum,
                        Materialized.<String, MetricsWindow>as(Stores.inMemoryWindowStore(
                                        WINDOWS,
                                        MetricsWindows.KEPT.plus(MetricsWindows.LENGTH),
                                        MetricsWindows.LENGTH,
                                        false))
                                .withKeySerde(Serdes.String())
                                .withValueSerde(windows)
                                .withCachingEnabled())
                .toStream((series, window) -> MetricsWindows.key(window))
                .to(Topic.METRICS.name(), Produced.with(Serdes.String(), windows));
        return builder.build();
    }
}
