package io.acuity.tracker;

import io.acuity.events.JobEvent;
import io.acuity.events.JobView;
import io.acuity.events.UpscaleRequest;
import io.acuity.events.UpscaleResult;
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

    static final String REQUESTS = "acuity.requests";
    static final String JOB_EVENTS = "acuity.job-events";
    static final String RESULTS = "acuity.results";
    static final String JOBS = "acuity.jobs";
    static final String DEAD_LETTERS = "acuity.dead-letters";

    static final List<String> SOURCES = List.of(REQUESTS, JOB_EVENTS, RESULTS);

    private JobViewTopology() {}

    static Topology build(Retention retention) {
        var builder = new StreamsBuilder();
        var views = new EventSerde<>(JobView.class);
        builder.addStateStore(Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(JobViewProcessor.STORE), Serdes.String(), views));
        evidence(builder, REQUESTS, UpscaleRequest.class, JobEvidence.Requested::new)
                .merge(evidence(builder, JOB_EVENTS, JobEvent.class, JobEvidence.Reported::new))
                .merge(evidence(builder, RESULTS, UpscaleResult.class, JobEvidence.Ended::new))
                .process(() -> new JobViewProcessor(retention), JobViewProcessor.STORE)
                .to(JOBS, Produced.with(Serdes.String(), views));
        return builder.build();
    }

    private static <T extends SpecificRecord> KStream<String, JobEvidence> evidence(
            StreamsBuilder builder, String topic, Class<T> type, Function<T, JobEvidence> told) {
        return builder.stream(topic, Consumed.with(Serdes.String(), new EventSerde<>(type)))
                .filter((key, event) -> key != null && event != null)
                .mapValues(event -> told.apply(Objects.requireNonNull(event)));
    }
}
