package io.acuity.tracker.rollout;

import io.acuity.streaming.topics.Topic;
import io.acuity.tracker.records.EventSerde;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.jspecify.annotations.Nullable;

/** The topology of rollouts without a broker. Its clock starts at {@link Rollouts#NOW} and moves when told. */
final class RolloutHarness implements AutoCloseable {
    private final TopologyTestDriver driver;

    RolloutHarness(Path stateDir, RolloutRules rules) {
        var builder = new StreamsBuilder();
        RolloutTopology.add(builder, source(builder, Topic.JOB_EVENTS), source(builder, Topic.RESULTS), rules);
        var properties = new Properties();
        properties.putAll(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                "rollout-test",
                StreamsConfig.STATE_DIR_CONFIG,
                stateDir.toString()));
        driver = new TopologyTestDriver(builder.build(), properties, Rollouts.NOW);
    }

    /** What the topology writes on a topic. */
    <T extends SpecificRecord> TestOutputTopic<String, T> output(Topic<T> topic) {
        return driver.createOutputTopic(
                topic.name(), new StringDeserializer(), new EventSerde<>(topic.codec()).deserializer());
    }

    /** Publishes all checkpoints there are. */
    void publishAll() {
        Rollouts.PUBLISHED.forEach((id, event) -> tell(Topic.CHECKPOINTS, id, event, Rollouts.NOW));
    }

    /** Lets seconds pass, one by one. */
    void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            driver.advanceWallClockTime(Duration.ofSeconds(1));
        }
    }

    /** Publishes a record, or a tombstone, with a timestamp. */
    <T extends SpecificRecord> void tell(Topic<T> topic, String key, @Nullable T event, Instant timestamp) {
        driver.createInputTopic(topic.name(), new StringSerializer(), new EventSerde<>(topic.codec()).serializer())
                .pipeInput(key, event, timestamp);
    }

    private static <T extends SpecificRecord> KStream<String, T> source(StreamsBuilder builder, Topic<T> topic) {
        return builder.stream(topic.name(), Consumed.with(Serdes.String(), new EventSerde<>(topic.codec())));
    }

    @Override
    public void close() {
        driver.close();
    }
}
