package io.acuity.tracker.rollout;

import io.acuity.events.JobEvent;
import io.acuity.events.UpscaleResult;
import io.acuity.streaming.topics.Topic;
import io.acuity.tracker.records.EventSerde;
import io.acuity.tracker.records.JsonSerde;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.Stores;

/**
 * Commands, acknowledgements, checkpoints and outcomes of jobs in; decisions out. Outcomes are found where the job view's
 * records are read, and meet in one partition with the rest, so that one task of a whole group of trackers decides.
 */
public final class RolloutTopology {

    /** Topics that must have one partition, because one task must read all of them. */
    public static final List<String> SOURCES = List.of(
            Topic.ROLLOUT_COMMANDS.name(), Topic.ROLLOUT_ACKS.name(), Topic.CHECKPOINTS.name(), Topic.ROLLOUTS.name());

    // A new group of trackers must not decide anew what was asked for in the past week; its askers are gone.
    private static final Duration FRESH = Duration.ofMinutes(1);

    private RolloutTopology() {}

    /**
     * Adds rollouts to a topology.
     *
     * @param builder of the tracker's topology
     * @param events of jobs
     * @param results of jobs
     * @param rules of verdicts
     */
    public static void add(
            StreamsBuilder builder,
            KStream<String, JobEvent> events,
            KStream<String, UpscaleResult> results,
            RolloutRules rules) {
        builder.addStateStore(Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(RolloutProcessor.ROLLOUTS),
                Serdes.String(),
                new JsonSerde<>(ModelRollout.class)));
        builder.addStateStore(Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(RolloutProcessor.CHECKPOINTS),
                Serdes.String(),
                new JsonSerde<>(KnownCheckpoint.class)));
        KStream<String, RolloutOutput> outputs = inputs(builder)
                .merge(outcomes(events, results))
                .process(() -> new RolloutProcessor(rules), RolloutProcessor.ROLLOUTS, RolloutProcessor.CHECKPOINTS);
        write(outputs);
    }

    private static KStream<String, RolloutInput> outcomes(
            KStream<String, JobEvent> events, KStream<String, UpscaleResult> results) {
        return events.process(() -> new OutcomeProcessor<JobEvent>(OutcomeReader::of, event -> true))
                .merge(results.process(
                        () -> new OutcomeProcessor<UpscaleResult>(OutcomeReader::of, new RecentJobs()::isFirst)))
                .repartition(Repartitioned.<String, TrialOutcome>as("rollout-outcomes")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(new JsonSerde<>(TrialOutcome.class))
                        .withNumberOfPartitions(1))
                .mapValues(outcome -> new RolloutInput.Ended(outcome));
    }

    private static KStream<String, RolloutInput> inputs(StreamsBuilder builder) {
        KStream<String, RolloutInput> commands =
                source(builder, Topic.ROLLOUT_COMMANDS, AutoOffsetReset.byDuration(FRESH), RolloutInput.Asked::new);
        KStream<String, RolloutInput> checkpoints = builder.stream(
                        Topic.CHECKPOINTS.name(),
                        Consumed.with(Serdes.String(), new EventSerde<>(Topic.CHECKPOINTS.codec())))
                .filter((key, event) -> key != null)
                .mapValues(RolloutInput.Published::new);
        return commands.merge(checkpoints)
                .merge(source(builder, Topic.ROLLOUT_ACKS, AutoOffsetReset.earliest(), RolloutInput.Acked::new))
                .merge(source(builder, Topic.ROLLOUTS, AutoOffsetReset.earliest(), RolloutInput.Written::new));
    }

    private static <T extends SpecificRecord> KStream<String, RolloutInput> source(
            StreamsBuilder builder, Topic<T> topic, AutoOffsetReset from, Function<T, RolloutInput> input) {
        return builder.stream(
                        topic.name(),
                        Consumed.with(Serdes.String(), new EventSerde<>(topic.codec()))
                                .withOffsetResetPolicy(from))
                .filter((key, event) -> key != null && event != null)
                .mapValues(event -> input.apply(Objects.requireNonNull(event)));
    }

    private static void write(KStream<String, RolloutOutput> outputs) {
        outputs.filter((model, output) -> output instanceof RolloutOutput.Decided)
                .mapValues(output -> ((RolloutOutput.Decided) output).event())
                .to(Topic.ROLLOUTS.name(), Produced.with(Serdes.String(), new EventSerde<>(Topic.ROLLOUTS.codec())));
        outputs.filter((model, output) -> output instanceof RolloutOutput.Going)
                .mapValues(output -> ((RolloutOutput.Going) output).trial())
                .to(
                        Topic.ROLLOUT_TRIALS.name(),
                        Produced.with(Serdes.String(), new EventSerde<>(Topic.ROLLOUT_TRIALS.codec())));
    }
}
