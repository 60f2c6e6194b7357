package io.acuity.tracker;

import io.acuity.streaming.topics.Topic;
import io.acuity.streaming.trace.Traces;
import io.acuity.tracker.records.EventSerde;
import io.acuity.tracker.rollout.RolloutRules;
import io.acuity.tracker.rollout.RolloutTopology;
import java.util.List;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;

/** All that a tracker does, over one reading of each topic. */
final class TrackerTopology {

    private TrackerTopology() {}

    static Topology build(Retention retention, RolloutRules rules, Traces traces) {
        var builder = new StreamsBuilder();
        var events = source(builder, List.of(Topic.JOB_EVENTS));
        var results = source(builder, List.of(Topic.RESULTS));
        var requests = source(builder, List.of(Topic.REQUESTS, Topic.BATCH_REQUESTS));
        new JobViewTopology(retention, traces).add(builder, requests, events, results);
        RolloutTopology.add(builder, events, results, rules);
        return builder.build();
    }

    // Without keys and tombstones, which mean nothing on these topics.
    private static <T extends SpecificRecord> KStream<String, T> source(StreamsBuilder builder, List<Topic<T>> alike) {
        Topic<T> topic = alike.getFirst();
        List<String> names = alike.stream().map(Topic::name).toList();
        return builder.stream(names, Consumed.with(Serdes.String(), new EventSerde<>(topic.codec())))
                .filter((key, event) -> key != null && event != null)
                .mapValues(event -> Objects.requireNonNull(event));
    }
}
