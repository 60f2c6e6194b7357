package io.acuity.tracker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.Cost;
import io.acuity.events.Failure;
import io.acuity.events.FailureCode;
import io.acuity.events.MetricsWindow;
import io.acuity.events.Outcome;
import io.acuity.events.UpscaleResult;
import io.acuity.streaming.metrics.MetricsWindows;
import io.acuity.streaming.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTopologyTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final String SMALL = "acuity-s-x4@0123456789ab";
    private static final String MASKED = "acuity-m-x4@ba9876543210";

    @TempDir
    Path stateDir;

    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> results;
    private TestOutputTopic<String, byte[]> metrics;

    @BeforeEach
    void start() {
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "metrics-test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        settings.put(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
        driver = new TopologyTestDriver(MetricsTopology.build(), settings, NOON);
        results = driver.createInputTopic(Topic.RESULTS.name(), new StringSerializer(), new ByteArraySerializer());
        metrics = driver.createOutputTopic(Topic.METRICS.name(), new StringDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void jobsAreCountedByOutcomeUnderTheCheckpointThatServedThem() {
        // when
        tell(succeeded("a", SMALL, NOON, 120));
        tell(succeeded("b", SMALL, NOON.plusSeconds(5), 240));
        tell(ended("c", SMALL, Outcome.FAILED, FailureCode.UNREADABLE_IMAGE, NOON.plusSeconds(6)));
        tell(ended("d", SMALL, Outcome.EXPIRED, null, NOON.plusSeconds(7)));
        tell(succeeded("e", MASKED, NOON.plusSeconds(8), 900));

        // then
        MetricsWindow small = window("acuity-s-x4/" + SMALL + "/2026-11-21T12:00:00Z");
        assertThat(small.getModel()).isEqualTo("acuity-s-x4");
        assertThat(small.getSucceeded()).isEqualTo(2);
        assertThat(small.getFailed()).isEqualTo(1);
        assertThat(small.getExpired()).isEqualTo(1);
        assertThat(small.getFailures()).isEqualTo(Map.of("UNREADABLE_IMAGE", 1L));
        assertThat(small.getLatency().getCount()).isEqualTo(2);
        assertThat(small.getEnd()).isEqualTo(NOON.plusSeconds(60));
        MetricsWindow masked = window("acuity-m-x4/" + MASKED + "/2026-11-21T12:00:00Z");
        assertThat(masked.getSucceeded()).isEqualTo(1);
        assertThat(MetricsWindows.savedByMasks(masked)).isEqualTo(0.25);
    }

    @Test
    void whatNoCheckpointServedIsCountedWithoutAName() {
        // when
        tell(ended("a", null, Outcome.CANCELLED, null, NOON));
        tell(ended("b", null, Outcome.FAILED, FailureCode.UNKNOWN_MODEL, NOON));
        tell(ended("c", null, Outcome.UNKNOWN, null, NOON));

        // then
        MetricsWindow window = window("-/-/2026-11-21T12:00:00Z");
        assertThat(window.getModel()).isNull();
        assertThat(window.getCancelled()).isEqualTo(1);
        assertThat(window.getFailures()).isEqualTo(Map.of("UNKNOWN_MODEL", 1L, "UNKNOWN", 1L));
    }

    @Test
    void aJobThatIsToldTwiceCountsOnce() {
        // given
        tell(succeeded("a", SMALL, NOON, 120));
        tell(succeeded("a", SMALL, NOON, 120));

        // when: told again hours later, by another worker, with another end
        tellAt(NOON.plus(Duration.ofHours(20)), succeeded("a", SMALL, NOON.plus(Duration.ofHours(20)), 9));

        // then
        assertThat(windows().values())
                .singleElement()
                .satisfies(window -> assertThat(window.getSucceeded()).isEqualTo(1));
    }

    @Test
    void aMinuteEndsBeforeTheNextBegins() {
        // when
        tell(succeeded("a", SMALL, NOON.plusMillis(59_999), 1));
        tell(succeeded("b", SMALL, NOON.plusMillis(60_000), 1));

        // then
        assertThat(windows())
                .containsOnlyKeys(
                        "acuity-s-x4/" + SMALL + "/2026-11-21T12:00:00Z",
                        "acuity-s-x4/" + SMALL + "/2026-11-21T12:01:00Z");
    }

    @Test
    void aLateResultCountsInItsOwnMinuteForADayAndThenNotAtAll() {
        // given
        tell(succeeded("a", SMALL, NOON, 1));
        Instant next = NOON.plus(Duration.ofHours(23));
        tell(succeeded("b", SMALL, next, 1));

        // when
        tellAt(next, succeeded("late", SMALL, NOON.plusSeconds(1), 1));
        tellAt(next, succeeded("too late", SMALL, NOON.minus(Duration.ofHours(2)), 1));

        // then
        assertThat(window("acuity-s-x4/" + SMALL + "/2026-11-21T12:00:00Z").getSucceeded())
                .isEqualTo(2);
        assertThat(windows()).hasSize(2);
    }

    @Test
    void aWorkerWhoseClockIsAheadDoesNotEndTheWindowsOfOthers() {
        // when
        tellAt(NOON, succeeded("ahead", SMALL, NOON.plus(Duration.ofDays(30)), 1));
        tellAt(NOON.plusSeconds(1), succeeded("right", SMALL, NOON.plusSeconds(1), 1));

        // then
        assertThat(windows())
                .hasSize(1)
                .allSatisfy((key, window) -> assertThat(window.getSucceeded()).isEqualTo(2));
    }

    @Test
    void countedJobsAreForgottenWhenTheyCannotCountAgain() {
        // given
        tell(succeeded("old", SMALL, NOON, 1));

        // when
        tell(succeeded("b", SMALL, NOON.plus(Duration.ofHours(26)), 1));
        tell(succeeded("c", SMALL, NOON.plus(Duration.ofHours(28)), 1));

        // then
        var counted = driver.<String, Long>getKeyValueStore(CountOnce.STORE);
        assertThat(counted.get("old")).isNull();
        assertThat(counted.get("b")).isNotNull();
    }

    @Test
    void garbageAndForeignKeysCountNothing() {
        // when
        results.pipeInput("a", new byte[] {1, 2, 3}, NOON);
        results.pipeInput("a", Topic.RESULTS.codec().encode(succeeded("b", SMALL, NOON, 1)), NOON);

        // then
        assertThat(metrics.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void windowsHoldExactlyWhatEnded(long seed) {
        // given: results out of order, some of them twice
        var random = new Random(seed);
        var told = new ArrayList<UpscaleResult>();
        for (int i = 0; i < 300; i++) {
            UpscaleResult result = succeeded(
                    "job-" + i,
                    random.nextBoolean() ? SMALL : MASKED,
                    NOON.plusMillis(random.nextInt(600_000)),
                    random.nextInt(60_000));
            told.add(result);
            if (random.nextInt(4) == 0) {
                told.add(result);
            }
        }
        Collections.shuffle(told, random);

        // when
        told.forEach(result -> tellAt(NOON.plusSeconds(600), result));

        // then
        var expected = new HashMap<String, List<Long>>();
        told.stream().distinct().forEach(result -> {
            String key = MetricsWindows.key(JobWindow.of(result, result.getCompletedAt()));
            expected.computeIfAbsent(key, any -> new ArrayList<>())
                    .add(result.getCost().getTotalMs());
        });
        assertThat(windows().keySet()).isEqualTo(expected.keySet());
        expected.forEach((key, millis) -> {
            assertThat(window(key).getSucceeded()).isEqualTo(millis.size());
            long longest = millis.stream().mapToLong(Long::longValue).max().orElseThrow();
            assertThat((double) window(key).getLatency().getMax()).isBetween(0.99 * longest, 1.01 * longest + 1);
        });
    }

    private final Map<String, MetricsWindow> newest = new HashMap<>();

    private Map<String, MetricsWindow> windows() {
        metrics.readKeyValuesToList()
                .forEach(record -> newest.put(record.key, Topic.METRICS.codec().decode(record.value)));
        return newest;
    }

    private MetricsWindow window(String key) {
        return Objects.requireNonNull(windows().get(key), key);
    }

    private void tell(UpscaleResult result) {
        tellAt(result.getCompletedAt(), result);
    }

    private void tellAt(Instant brokerTime, UpscaleResult result) {
        results.pipeInput(result.getJobId(), Topic.RESULTS.codec().encode(result), brokerTime);
    }

    private static UpscaleResult succeeded(String jobId, String checkpoint, Instant at, long millis) {
        return UpscaleResult.newBuilder(ended(jobId, checkpoint, Outcome.SUCCEEDED, null, at))
                .setCost(Cost.newBuilder()
                        .setNetworkCalls(1)
                        .setNetworkPixels(75)
                        .setDenseNetworkPixels(100)
                        .setEncoderPixels(0)
                        .setQueueMs(0)
                        .setDecodeMs(0)
                        .setComputeMs(millis / 2)
                        .setEncodeMs(0)
                        .setTotalMs(millis)
                        .build())
                .build();
    }

    private static UpscaleResult ended(
            String jobId, @Nullable String checkpoint, Outcome outcome, @Nullable FailureCode code, Instant at) {
        return UpscaleResult.newBuilder()
                .setJobId(jobId)
                .setOutcome(outcome)
                .setFailure(code == null ? null : new Failure(code, "A sentence."))
                .setCheckpoint(checkpoint)
                .setWorker("w1")
                .setCompletedAt(at)
                .build();
    }
}
