package io.acuity.tracker.frames;

import io.acuity.streaming.topics.Topic;
import io.acuity.streaming.trace.Traces;
import io.acuity.tracker.records.EventSerde;
import io.acuity.tracker.records.JsonSerde;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes and requests of frames in, results in the order of each clip out. Requests lie by segment, so that workers share a clip;
 * what the order needs of them goes through a repartition topic, by clip, to where the outcomes are.
 */
public final class FrameOrderTopology {

    /** Topics that must have equally many partitions: a clip's records must meet in one task. */
    public static final List<String> TOPICS =
            List.of(Topic.FRAMES.name(), Topic.FRAME_OUTCOMES.name(), Topic.FRAME_RESULTS.name());

    private static final String BY_CLIP = "frame-notices";

    private FrameOrderTopology() {}

    /**
     * The whole topology; it tells each index once, so it must run with exactly-once processing.
     *
     * @param settings of waiting and forgetting
     * @param settledAt when this tracker last took up its partitions, milliseconds since the epoch: before, others may have
     *     owed it records. Called on the stream thread
     * @param traces follow frames
     * @return a topology of its own
     */
    public static Topology build(FrameOrderSettings settings, LongSupplier settledAt, Traces traces) {
        var builder = new StreamsBuilder();
        addStore(builder, FrameOrderProcessor.CLIPS, new JsonSerde<>(ClipProgress.class));
        addStore(builder, FrameOrderProcessor.FRAMES, new JsonSerde<>(KnownFrame.class));
        addStore(builder, FrameOrderProcessor.OUTCOMES, new EventSerde<>(Topic.FRAME_OUTCOMES.codec()));
        KStream<String, FrameInput> requests = source(builder, Topic.FRAMES)
                .map((key, request) -> KeyValue.pair(request.getClipId(), FrameNotice.of(request)))
                .repartition(Repartitioned.<String, FrameNotice>as(BY_CLIP)
                        .withKeySerde(Serdes.String())
                        .withValueSerde(new JsonSerde<>(FrameNotice.class)))
                .mapValues(FrameInput.Requested::new);
        KStream<String, FrameInput> outcomes = source(builder, Topic.FRAME_OUTCOMES)
                .filter((key, outcome) -> key != null)
                .mapValues(FrameInput.Done::new);
        outcomes.merge(requests)
                .process(
                        () -> new FrameOrderProcessor(
                                settings, settledAt, new FrameTrails(traces, Topic.FRAME_OUTCOMES.name())),
                        FrameOrderProcessor.CLIPS,
                        FrameOrderProcessor.FRAMES,
                        FrameOrderProcessor.OUTCOMES)
                .to(
                        Topic.FRAME_RESULTS.name(),
                        Produced.with(Serdes.String(), new EventSerde<>(Topic.FRAME_RESULTS.codec())));
        return builder.build();
    }

    private static <T> void addStore(StreamsBuilder builder, String name, Serde<@Nullable T> values) {
        builder.addStateStore(Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), values));
    }

    // Without tombstones, which mean nothing on these topics.
    private static <T extends SpecificRecord> KStream<String, T> source(StreamsBuilder builder, Topic<T> topic) {
        return builder.stream(topic.name(), Consumed.with(Serdes.String(), new EventSerde<>(topic.codec())))
                .filter((key, event) -> event != null)
                .mapValues(event -> Objects.requireNonNull(event));
    }
}
