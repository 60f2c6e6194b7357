package io.acuity.tracker.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.events.FailureCode;
import io.acuity.events.FrameRequest;
import io.acuity.events.FrameResult;
import io.acuity.events.FrameState;
import io.acuity.streaming.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.stream.IntStream;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameOrderTopologyTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration GAP = Duration.ofSeconds(10);
    private static final Duration LONGER = GAP.plusSeconds(1);
    private static final FrameOrderSettings SETTINGS =
            new FrameOrderSettings(GAP, Duration.ofHours(24), Duration.ofDays(7));

    @TempDir
    Path stateDir;

    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> requests;
    private TestInputTopic<String, byte[]> outcomes;
    private TestOutputTopic<String, byte[]> results;
    private long settledAt;

    @BeforeEach
    void start() {
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "frames-test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        settings.put(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
        driver = new TopologyTestDriver(FrameOrderTopology.build(SETTINGS, () -> settledAt), settings, NOON);
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

    @Test
    void framesInOrderAreToldAtOnceAsTheWorkersWroteThem() {
        // given
        ask("a", 0, 3);
        end("a", 3);

        // when
        done("a", 0);
        done("a", 1);

        // then
        assertThat(told()).containsExactly(Frames.outcome("a", 0), Frames.outcome("a", 1));

        // and when
        done("a", 2);

        // then: the end closes the clip
        assertThat(told()).extracting(FrameOrderTopologyTest::brief).containsExactly("a 2 UPSCALED", "a 3 END");
        assertNothingIsKept();
    }

    @Test
    void outcomesWaitForTheirTurn() {
        // given
        ask("a", 0, 4);

        // when
        done("a", 2);
        done("a", 3);
        done("a", 1);

        // then
        assertThat(told()).isEmpty();

        // and when
        done("a", 0);

        // then
        assertThat(briefly()).containsExactly("a 0 UPSCALED", "a 1 UPSCALED", "a 2 UPSCALED", "a 3 UPSCALED");
    }

    @Test
    void outcomesNeedNotWaitForTheReadingOfTheirRequests() {
        // when
        done("a", 1);
        done("a", 0);
        ask("a", 0, 2);
        pass(LONGER);

        // then
        assertThat(briefly()).containsExactly("a 0 UPSCALED", "a 1 UPSCALED");
        assertNothingIsKept();
    }

    @Test
    void ofTwoOutcomesTheFirstCounts() {
        // given
        ask("a", 0, 2);

        // when
        tell(Frames.outcome("a", 1, "first"));
        tell(Frames.outcome("a", 1, "second"));
        tell(Frames.outcome("a", 0, "first"));
        tell(Frames.outcome("a", 0, "second"));
        tell(Frames.outcome("a", 1, "third"));

        // then
        assertThat(told()).containsExactly(Frames.outcome("a", 0, "first"), Frames.outcome("a", 1, "first"));
    }

    @Test
    void aFrameThatWasNeverRequestedBecomesAGapWhenALaterOneWaitedLongEnough() {
        // given
        ask("a", 0, 1);
        ask("a", 3, 5);
        done("a", 0);
        done("a", 3);

        // when
        pass(GAP.minusSeconds(1));

        // then
        assertThat(briefly()).containsExactly("a 0 UPSCALED");

        // and when
        pass(Duration.ofSeconds(2));

        // then: both missing frames, and what waited behind them, but not the one that a worker still has
        List<FrameResult> told = told();
        assertThat(told)
                .extracting(FrameOrderTopologyTest::brief)
                .containsExactly("a 1 GAP", "a 2 GAP", "a 3 UPSCALED");
        assertThat(told.getFirst().getFailure().getCode()).isEqualTo(FailureCode.INVALID_REQUEST);
        assertThat(told.getFirst().getFailure().getMessage())
                .isEqualTo("Frame 1 of clip a was never requested, though frame 3 was more than 10 s ago; publish"
                        + " each index from 0 once.");
        assertThat(told.getFirst().getImage()).isNull();
    }

    @Test
    void everyOtherFrameMissingIsOneWaitAndNotMany() {
        // given
        for (int i = 1; i < 400; i += 2) {
            ask("a", i, i + 1);
            done("a", i);
        }

        // when
        pass(LONGER);

        // then
        assertThat(told()).extracting(FrameResult::getIndex).isEqualTo(indexes(400));
    }

    @Test
    void aLongHoleIsToldInParts() {
        // given
        done("a", 25_000);

        // when
        pass(LONGER);

        // then
        assertThat(told()).hasSize(10_000);

        // and when
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));

        // then
        assertThat(told()).hasSize(15_001).last().isEqualTo(Frames.outcome("a", 25_000));
        assertNothingIsKept();
    }

    @Test
    void aFrameWithAWorkerIsWaitedForHoweverLong() {
        // given
        ask("a", 0, 2);
        end("a", 2);
        done("a", 1);

        // when
        pass(Duration.ofDays(2));

        // then
        assertThat(told()).isEmpty();

        // and when
        done("a", 0);

        // then
        assertThat(briefly()).containsExactly("a 0 UPSCALED", "a 1 UPSCALED", "a 2 END");
    }

    @Test
    void aFrameBecomesAGapSomeTimeAfterItsDeadline() {
        // given
        ask(Frames.due("a", 0, NOON.plusSeconds(5)));
        ask(Frames.due("a", 1, NOON.plusSeconds(6)));
        ask("a", 2, 3);
        done("a", 2);

        // when
        pass(Duration.ofSeconds(14));

        // then
        assertThat(told()).isEmpty();

        // and when
        pass(Duration.ofSeconds(3));

        // then
        List<FrameResult> told = told();
        assertThat(told)
                .extracting(FrameOrderTopologyTest::brief)
                .containsExactly("a 0 GAP", "a 1 GAP", "a 2 UPSCALED");
        assertThat(told.getFirst().getTime()).isEqualTo(Frames.request("a", 0).getTime());
        assertThat(told.getFirst().getFailure().getMessage())
                .contains("2026-11-21T12:00:05Z")
                .contains("10 s after its deadline");
    }

    @Test
    void whatComesAfterItsGapWasToldIsDropped() {
        // given
        ask("a", 1, 2);
        done("a", 1);
        pass(LONGER);
        assertThat(briefly()).containsExactly("a 0 GAP", "a 1 UPSCALED");

        // when
        ask("a", 0, 1);
        done("a", 0);
        pass(LONGER);

        // then
        assertThat(told()).isEmpty();
        assertNothingIsKept();
    }

    @Test
    void anEndBeforeItsFramesWaitsForThemAndForAllItWasToldOf() {
        // given
        end("a", 5);
        ask("a", 0, 3);
        done("a", 0);
        done("a", 1);

        // when
        pass(LONGER);

        // then: frame 2 is with a worker, 3 and 4 come after it
        assertThat(briefly()).containsExactly("a 0 UPSCALED", "a 1 UPSCALED");

        // and when
        done("a", 2);
        pass(LONGER);

        // then
        List<FrameResult> told = told();
        assertThat(told)
                .extracting(FrameOrderTopologyTest::brief)
                .containsExactly("a 2 UPSCALED", "a 3 GAP", "a 4 GAP", "a 5 END");
        assertThat(told.get(1).getFailure().getMessage()).contains("the end after 5 frames was told");
        assertNothingIsKept();
    }

    @Test
    void aClipOfNoFramesEndsAtOnce() {
        // when
        end("a", 0);

        // then
        assertThat(briefly()).containsExactly("a 0 END");
    }

    @Test
    void anEndThatIsTooSmallEndsTheClipWhereItIs() {
        // given
        ask("a", 0, 4);
        done("a", 0);
        done("a", 1);
        done("a", 3);

        // when
        end("a", 1);
        done("a", 2);

        // then: no index comes again, and nothing follows an end
        assertThat(briefly()).containsExactly("a 0 UPSCALED", "a 1 UPSCALED", "a 2 END");
        assertNothingIsKept();
    }

    @Test
    void aLiveClipThatStopsMakesNoGaps() {
        // given
        ask("cam", 0, 3);
        IntStream.range(0, 3).forEach(index -> done("cam", index));
        told();

        // when
        pass(Duration.ofHours(5));

        // then
        assertThat(told()).isEmpty();

        // and when
        ask("cam", 3, 4);
        done("cam", 3);

        // then
        assertThat(briefly()).containsExactly("cam 3 UPSCALED");
    }

    @Test
    void clipsDoNotWaitForEachOther() {
        // given: ids chosen to look alike
        List<String> clips = List.of("a", "a/0", "1:a/0");
        clips.forEach(clip -> ask(clip, 0, 3));

        // when
        done("a", 1);
        done("a/0", 0);
        done("1:a/0", 2);
        done("a/0", 1);
        end("a/0", 2);
        done("a", 0);

        // then
        assertThat(briefly())
                .containsExactly("a/0 0 UPSCALED", "a/0 1 UPSCALED", "a/0 2 END", "a 0 UPSCALED", "a 1 UPSCALED");

        // and when
        done("1:a/0", 0);
        done("1:a/0", 1);

        // then
        assertThat(briefly()).containsExactly("1:a/0 0 UPSCALED", "1:a/0 1 UPSCALED", "1:a/0 2 UPSCALED");
    }

    @Test
    void anEndedClipStaysEndedUntilItIsForgotten() {
        // given
        ask("a", 0, 1);
        done("a", 0);
        end("a", 1);
        told();

        // when
        done("a", 0);
        end("a", 1);
        ask("a", 0, 2);
        done("a", 1);
        pass(Duration.ofHours(23));

        // then
        assertThat(told()).isEmpty();
        assertNothingIsKept();

        // and when
        pass(Duration.ofHours(2));
        done("a", 0);

        // then: it is as good as new
        assertThat(briefly()).containsExactly("a 0 UPSCALED");
    }

    @Test
    void whatNeverCameIsForgottenAfterAWeek() {
        // given
        ask("a", 0, 10);
        done("a", 4);
        pass(Duration.ofDays(6));
        assertThat(clips()).containsOnlyKeys("a");

        // when
        pass(Duration.ofDays(2));

        // then
        assertThat(told()).isEmpty();
        assertThat(clips()).isEmpty();
        assertNothingIsKept();
    }

    @Test
    void patienceBeginsAnewWhenATrackerTakesUpItsWork() {
        // given: frame 0 was requested on another partition, which nobody read for a while
        done("a", 1);
        pass(GAP.minusSeconds(1));

        // when: a change among the trackers
        settledAt = NOON.plusSeconds(9).toEpochMilli();
        pass(GAP.minusSeconds(1));

        // then
        assertThat(told()).isEmpty();

        // and when
        done("a", 0);

        // then
        assertThat(briefly()).containsExactly("a 0 UPSCALED", "a 1 UPSCALED");
    }

    @Test
    void failuresAndGapsOfWorkersHaveTheirTurnToo() {
        // given
        FrameResult failed = FrameResult.newBuilder(Frames.outcome("a", 0))
                .setState(FrameState.FAILED)
                .setImage(null)
                .build();
        FrameResult late = FrameResult.newBuilder(Frames.outcome("a", 1))
                .setState(FrameState.GAP)
                .setImage(null)
                .build();

        // when
        tell(late);
        tell(failed);

        // then
        assertThat(told()).containsExactly(failed, late);
    }

    @Test
    void nonsenseHarmsNobody() {
        // when
        requests.pipeInput("a/0", new byte[] {1, 2, 3});
        outcomes.pipeInput("a", new byte[] {1, 2, 3});
        outcomes.pipeInput("b", Topic.FRAME_OUTCOMES.codec().encode(Frames.outcome("a", 0)));
        tell(FrameResult.newBuilder(Frames.outcome("a", 0))
                .setState(FrameState.END)
                .build());
        tell(Frames.outcome("a", -1));
        tell(Frames.outcome("a", Long.MAX_VALUE));
        ask("a", -7, -6);
        ask(Frames.request("a", 1_000_000));
        end("a", Long.MAX_VALUE);
        end("a", -1);
        pass(LONGER);

        // then
        assertThat(told()).isEmpty();
        assertThat(clips()).isEmpty();

        // and when: a request without a key, as nobody should write it
        requests.pipeInput((String) null, Topic.FRAMES.codec().encode(Frames.request("a", 0)));
        end("a", 1);
        done("a", 0);

        // then
        assertThat(briefly()).containsExactly("a 0 UPSCALED", "a 1 END");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyOrderOfAnythingBecomesTheOrderOfTheClips(long seed) {
        // given: three clips, requests and outcomes in any order, a third of them twice
        var random = new Random(seed);
        var lengths = Map.of("a", 40 + random.nextInt(80), "b", 40 + random.nextInt(80), "c", 1);
        var steps = new ArrayList<Runnable>();
        lengths.forEach((clip, length) -> {
            for (int i = 0; i < length; i++) {
                int index = i;
                for (int copy = 0; copy < (random.nextInt(3) == 0 ? 2 : 1); copy++) {
                    steps.add(() -> ask(clip, index, index + 1));
                    steps.add(() -> done(clip, index));
                }
            }
            steps.add(() -> end(clip, length));
        });
        Collections.shuffle(steps, random);

        // when
        steps.forEach(Runnable::run);

        // then
        var byClip = new HashMap<String, List<Long>>();
        List<FrameResult> told = told();
        told.forEach(result -> byClip.computeIfAbsent(result.getClipId(), any -> new ArrayList<>())
                .add(result.getIndex()));
        lengths.forEach((clip, length) -> assertThat(byClip.get(clip)).isEqualTo(indexes(length + 1)));
        assertThat(told)
                .filteredOn(result -> result.getState() == FrameState.END)
                .hasSize(3);
        assertNothingIsKept();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverIsLostEachIndexIsToldOnce(long seed) {
        // given: a third of the requests never comes, another third of the frames misses its deadline
        var random = new Random(seed);
        var steps = new ArrayList<Runnable>();
        var states = new ArrayList<FrameState>();
        for (int i = 0; i < 150; i++) {
            int index = i;
            int fate = random.nextInt(3);
            states.add(fate == 2 ? FrameState.UPSCALED : FrameState.GAP);
            if (fate > 0) {
                steps.add(() -> ask(Frames.due("a", index, NOON.plusSeconds(1))));
            }
            if (fate == 2) {
                steps.add(() -> done("a", index));
            }
        }
        steps.add(() -> end("a", 150));
        states.add(FrameState.END);
        Collections.shuffle(steps, random);

        // when
        steps.forEach(Runnable::run);
        IntStream.range(0, 30).forEach(second -> pass(Duration.ofSeconds(1)));

        // then
        List<FrameResult> told = told();
        assertThat(told).extracting(FrameResult::getIndex).isEqualTo(indexes(151));
        assertThat(told).extracting(FrameResult::getState).isEqualTo(states);
        assertNothingIsKept();
    }

    @Test
    void timesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> FrameOrderSettings.DEFAULT.withGapAfter(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0S");
    }

    private void ask(String clipId, long from, long to) {
        LongStream.range(from, to)
                .mapToObj(index -> Frames.request(clipId, index))
                .forEach(this::ask);
    }

    private void ask(FrameRequest request) {
        requests.pipeInput(Frames.key(request), Topic.FRAMES.codec().encode(request));
    }

    private void end(String clipId, long frames) {
        ask(Frames.end(clipId, frames));
    }

    private void done(String clipId, long index) {
        tell(Frames.outcome(clipId, index));
    }

    private void tell(FrameResult outcome) {
        outcomes.pipeInput(outcome.getClipId(), Topic.FRAME_OUTCOMES.codec().encode(outcome));
    }

    private void pass(Duration time) {
        driver.advanceWallClockTime(time);
    }

    private List<FrameResult> told() {
        return results.readKeyValuesToList().stream()
                .map(record -> {
                    FrameResult result = Topic.FRAME_RESULTS.codec().decode(record.value);
                    assertThat(record.key).isEqualTo(result.getClipId());
                    return result;
                })
                .toList();
    }

    private List<String> briefly() {
        return told().stream().map(FrameOrderTopologyTest::brief).toList();
    }

    private static String brief(FrameResult result) {
        return result.getClipId() + " " + result.getIndex() + " " + result.getState();
    }

    private static List<Long> indexes(int count) {
        return LongStream.range(0, count).boxed().toList();
    }

    private Map<String, Object> clips() {
        return entries(FrameOrderProcessor.CLIPS);
    }

    private void assertNothingIsKept() {
        assertThat(entries(FrameOrderProcessor.FRAMES)).isEmpty();
        assertThat(entries(FrameOrderProcessor.OUTCOMES)).isEmpty();
    }

    private Map<String, Object> entries(String store) {
        var entries = new HashMap<String, Object>();
        try (var all = driver.<String, Object>getKeyValueStore(store).all()) {
            all.forEachRemaining(entry -> entries.put(entry.key, entry.value));
        }
        return entries;
    }
}
