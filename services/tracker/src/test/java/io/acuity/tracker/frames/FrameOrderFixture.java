package io.acuity.tracker.frames;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.FrameRequest;
import io.acuity.events.FrameResult;
import io.acuity.streaming.topics.Topic;
import io.acuity.streaming.trace.Traces;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.LongStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The topology in its test driver, and words for what happens to it. */
abstract class FrameOrderFixture {

    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    static final Duration GAP = Duration.ofSeconds(10);
    static final Duration LONGER = GAP.plusSeconds(1);
    static final FrameOrderSettings SETTINGS = new FrameOrderSettings(GAP, Duration.ofHours(24), Duration.ofDays(7));

    @TempDir
    Path stateDir;

    TopologyTestDriver driver;
    TestInputTopic<String, byte[]> requests;
    TestInputTopic<String, byte[]> outcomes;
    TestOutputTopic<String, byte[]> results;
    long settledAt;

    @BeforeEach
    void start() {
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "frames-test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        settings.put(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
        driver =
                new TopologyTestDriver(FrameOrderTopology.build(SETTINGS, () -> settledAt, Traces.OFF), settings, NOON);
        requests = driver.createInputTopic(Topic.FRAMES.name(), new StringSerializer(), new ByteArraySerializer());
        outcomes =
                driver.createInputTopic(Topic.FRAME_OUTCOMES.name(), new StringSerializer(), new ByteArraySerializer());
        results = driver.createOutputTopic(
                Topic.FRAME_RESULTS.name(), new StringDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    void ask(String clipId, long from, long to) {
        LongStream.range(from, to)
                .mapToObj(index -> Frames.request(clipId, index))
                .forEach(this::ask);
    }

    void ask(FrameRequest request) {
        requests.pipeInput(Frames.key(request), Topic.FRAMES.codec().encode(request));
    }

    void end(String clipId, long frames) {
        ask(Frames.end(clipId, frames));
    }

    void done(String clipId, long index) {
        tell(Frames.outcome(clipId, index));
    }

    void tell(FrameResult outcome) {
        outcomes.pipeInput(outcome.getClipId(), Topic.FRAME_OUTCOMES.codec().encode(outcome));
    }

    void pass(Duration time) {
        driver.advanceWallClockTime(time);
    }

    List<FrameResult> told() {
        return results.readKeyValuesToList().stream()
                .map(record -> {
                    FrameResult result = Topic.FRAME_RESULTS.codec().decode(record.value);
                    assertThat(record.key).isEqualTo(result.getClipId());
                    return result;
                })
                .toList();
    }

    List<String> briefly() {
        return told().stream().map(FrameOrderFixture::brief).toList();
    }

    static String brief(FrameResult result) {
        return result.getClipId() + " " + result.getIndex() + " " + result.getState();
    }

    static List<Long> indexes(int count) {
        return LongStream.range(0, count).boxed().toList();
    }

    Map<String, Object> clips() {
        return entries(FrameOrderProcessor.CLIPS);
    }

    void assertNothingIsKept() {
        assertThat(entries(FrameOrderProcessor.FRAMES)).isEmpty();
        assertThat(entries(FrameOrderProcessor.OUTCOMES)).isEmpty();
    }

    Map<String, Object> entries(String store) {
        var entries = new HashMap<String, Object>();
        try (var all = driver.<String, Object>getKeyValueStore(store).all()) {
            all.forEachRemaining(entry -> entries.put(entry.key, entry.value));
        }
        return entries;
    }
}
