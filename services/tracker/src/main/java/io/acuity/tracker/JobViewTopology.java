package io.acuity.tracker;

import io.acuity.streaming.topics.Topic;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.Stores;

/**
 * Requests, job events and results in, job views out. The three sources are merged without repartitioning, so that a status
 * costs one hop; that is right only while they have equally many partitions, which {@link TrackerService} checks at start.
 */
final class JobViewTopology {

    static final List<String> SOURCES = List.of(Topic.REQUESTS.name(), Topic.JOB_EVENTS.name(), Topic.RESULTS.name());

    private JobViewTopology() {}

    static Topology build(Retention retention) {
        var builder = new StreamsBuilder();
        var views = new EventSerde<>(Topic.JOBS.codec());
        builder.addStateStore(Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(JobViewProcessor.STORE), Serdes.String(), views));
        evidence(builder, Topic.REQUESTS, JobEvidence.Requested::new)
                .merge(evidence(builder, Topic.JOB_EVENTS, JobEvidence.Reported::new))
                .merge(evidence(builder, Topic.RESULTS, JobEvidence.Ended::new))
                .process(() -> new JobViewProcessor(retention), JobViewProcessor.STORE)
                .to(Topic.JOBS.name(), Produced.with(Serdes.String(), views));
        return builder.build();
    }

    private static <T extends SpecificRecord> KStream<String, JobEvidence> evidence(
            StreamsBuilder builder, Topic<T> topic, Function<T, JobEvidence> told) {
        return builder.stream(topic.name(), Consumed.with(Serdes.String(), new EventSerde<>(topic.codec())))
                .filter((key, event) -> key != null && event != null)
                .mapValues(event -> told.apply(Objects.requireNonNull(event)));
    }
}
