package io.acuity.streaming.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.events.DeadLetter;
import io.acuity.events.Outcome;
import io.acuity.fixtures.KafkaNode;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.broker.TestBroker;
import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One broker for the class, one input topic and one group for each test. */
class OrderedLaneIT {

    private static final AtomicInteger TOPICS = new AtomicInteger();

    @TempDir
    static Path directory;

    private static KafkaNode broker;
    private static KafkaSettings kafka;
    private static EventPublisher publisher;
    private static EventTail<?> results;
    private static EventTail<?> letters;
    private static final List<String> RESULTS = new CopyOnWriteArrayList<>();
    private static final Map<String, Outcome> OUTCOMES = new ConcurrentHashMap<>();
    private static final List<DeadLetter> LETTERS = new CopyOnWriteArrayList<>();

    private final List<OrderedLane> lanes = new ArrayList<>();
    private String topic = "";

    @BeforeAll
    static void start() {
        // A member that vanished keeps its partitions for the session timeout; short here, six seconds in production.
        var quick = Map.of("group.consumer.session.timeout.ms", "1500", "group.consumer.heartbeat.interval.ms", "500");
        broker = TestBroker.start(directory, quick);
        kafka = KafkaSettings.of(broker.bootstrap());
        TopicAdmin.ensure(kafka, 1);
        publisher = EventPublisher.open(kafka);
        results = EventTail.open(kafka, Topic.RESULTS, new TailStart.Beginning(), (key, result) -> {
            RESULTS.add(key);
            OUTCOMES.put(key, result == null ? Outcome.UNKNOWN : result.getOutcome());
        });
        letters = EventTail.open(
                kafka, Topic.DEAD_LETTERS, new TailStart.Beginning(), (key, letter) -> LETTERS.add(letter));
    }

    @AfterAll
    static void stop() {
        letters.close();
        results.close();
        publisher.close();
        broker.close();
    }

    @BeforeEach
    void freshTopic() throws Exception {
        topic = "requests-" + TOPICS.incrementAndGet();
        try (Admin admin = Admin.create(kafka.client(Map.of()))) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get(10, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void closeLanes() {
        lanes.forEach(OrderedLane::close);
    }

    @Test
    void everyRecordLeavesOneResult() {
        // given
        lane("a", ScriptedHandler.immediate());

        // when
        List<String> keys = publish(50);

        // then
        await().untilAsserted(() -> assertThat(mine()).containsExactlyInAnyOrderElementsOf(keys));
    }

    @Test
    void aFinishedRecordIsPublishedWhileAnOlderOneStillRuns() {
        // given
        var handler = ScriptedHandler.manual();
        OrderedLane lane = lane("a", handler);
        List<String> keys = publish(6);
        await().untilAsserted(() -> assertThat(handler.started).hasSize(6));

        // when
        handler.finish(keys.get(4));
        handler.finish(keys.get(5));

        // then
        await().untilAsserted(() -> assertThat(mine()).containsExactlyInAnyOrder(keys.get(4), keys.get(5)));
        assertThat(lane.state())
                .isInstanceOfSatisfying(
                        LaneState.Running.class,
                        state -> assertThat(state.inFlight()).isEqualTo(4));
    }

    @Test
    void afterARestartFinishedRecordsAreSkippedAndTheOthersDone() {
        // given: of six records the last two were published, then the worker stopped
        var first = ScriptedHandler.manual();
        OrderedLane lane = lane("a", first);
        List<String> keys = publish(6);
        await().untilAsserted(() -> assertThat(first.started).hasSize(6));
        first.finish(keys.get(4));
        first.finish(keys.get(5));
        await().untilAsserted(() -> assertThat(mine()).hasSize(2));
        lane.close();

        // when
        var second = ScriptedHandler.immediate();
        lane("a", second);

        // then
        await().untilAsserted(() -> assertThat(mine()).containsExactlyInAnyOrderElementsOf(keys));
        assertThat(second.started).containsExactlyInAnyOrderElementsOf(keys.subList(0, 4));
        assertThat(first.revoked).containsExactlyInAnyOrderElementsOf(keys.subList(0, 4));
        assertThat(first.open.get(keys.getFirst())).isCancelled();
    }

    @Test
    void aVanishedWorkersRecordsAreTakenOverAndPublishedOnce() {
        // given
        var first = ScriptedHandler.manual();
        OrderedLane dying = lane("a", first);
        List<String> keys = publish(20);
        await().untilAsserted(() -> assertThat(first.started).hasSize(20));
        keys.subList(5, 15).forEach(first::finish);
        await().untilAsserted(() -> assertThat(mine()).hasSize(10));

        // when: another worker is there when the first one dies with ten records in work
        lane("b", ScriptedHandler.immediate());
        dying.vanish();

        // then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(mine()).containsExactlyInAnyOrderElementsOf(keys));
    }

    @Test
    void aNewWorkerSharesThePartitionsWithoutDuplicates() {
        // given
        lane("a", ScriptedHandler.of(OrderedLaneIT::briefly));
        List<String> before = publish(100);

        // when
        var second = ScriptedHandler.of(OrderedLaneIT::briefly);
        lane("b", second);
        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            publish(5);
            assertThat(second.started).isNotEmpty();
        });
        List<String> after = publish(100);

        // then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(mine()).containsAll(before).containsAll(after));
        assertThat(mine()).doesNotHaveDuplicates();
    }

    @Test
    void aRecordThatAlwaysFailsEndsAsADeadLetterAndTheNextOneRuns() {
        // given
        var attempts = new AtomicInteger();
        var handler = ScriptedHandler.of(record -> {
            if (record.keyText().endsWith("-0")) {
                attempts.incrementAndGet();
                throw new IllegalStateException("device lost");
            }
            return CompletableFuture.completedFuture(ScriptedHandler.done(record.keyText()));
        });
        lane(
                settings("a").withRetry(new RetryPolicy(3, Duration.ofMillis(10), Duration.ofMillis(20), e -> true)),
                handler);

        // when
        List<String> keys = publish(3);

        // then
        await().untilAsserted(() -> assertThat(mine()).containsExactlyInAnyOrderElementsOf(keys));
        assertThat(attempts).hasValue(3);
        assertThat(OUTCOMES).containsEntry(keys.get(0), Outcome.FAILED).containsEntry(keys.get(1), Outcome.SUCCEEDED);
        await().untilAsserted(() -> assertThat(LETTERS).anySatisfy(letter -> {
            assertThat(letter.getTopic()).isEqualTo(topic);
            assertThat(letter.getAttempts()).isEqualTo(3);
            assertThat(letter.getMessage()).isEqualTo("device lost");
        }));
    }

    @Test
    void anOutputThatNoBrokerTakesDoesNotStopThePartition() {
        // given
        var handler = ScriptedHandler.of(record -> CompletableFuture.completedFuture(
                record.keyText().endsWith("-0")
                        ? LaneOutput.of(new OutgoingEvent("acuity.results", null, new byte[2_000_000]))
                        : ScriptedHandler.done(record.keyText())));
        lane("a", handler);

        // when
        List<String> keys = publish(2);

        // then
        await().untilAsserted(() -> assertThat(mine()).containsExactlyInAnyOrderElementsOf(keys));
        assertThat(OUTCOMES).containsEntry(keys.getFirst(), Outcome.FAILED);
    }

    @Test
    void nothingIsStartedWhileTheHandlerIsFull() {
        // given
        var handler = ScriptedHandler.manual();
        handler.room = false;
        OrderedLane lane = lane("a", handler);
        List<String> keys = publish(10);
        await().until(lane::state, isRunningWith(2));

        // when
        await().during(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(handler.started).isEmpty());
        handler.room = true;

        // then
        await().untilAsserted(() -> assertThat(handler.started).containsExactlyInAnyOrderElementsOf(keys));
    }

    @Test
    void atMostTheAllowedNumberOfRecordsIsInWork() {
        // given
        var handler = ScriptedHandler.manual();
        lane(settings("a").withMaxInFlight(3), handler);
        publish(10);
        await().untilAsserted(() -> assertThat(handler.started).hasSize(3));

        // when
        handler.finish(handler.started.getFirst());

        // then
        await().untilAsserted(() -> assertThat(handler.started).hasSize(4));
        await().during(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(handler.started).hasSize(4));
    }

    @Test
    void aNewWorkerInTheSameSlotFencesTheOldOne() {
        // given
        var old = ScriptedHandler.manual();
        OrderedLane replaced = lane("a", old);
        List<String> keys = publish(4);
        await().untilAsserted(() -> assertThat(old.started).hasSize(4));

        // when: the replacement starts while the old one still believes to be in charge, which then finishes
        var fresh = ScriptedHandler.immediate();
        lane("a", fresh);
        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            publish(2);
            assertThat(fresh.started).isNotEmpty();
        });
        keys.forEach(old::finish);

        // then: the old worker finds itself fenced, and every result is there once
        await().atMost(Duration.ofSeconds(20)).until(replaced::state, LaneState.Recovering.class::isInstance);
        replaced.close();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(mine()).containsAll(keys));
        assertThat(mine()).doesNotHaveDuplicates();
    }

    @Test
    void closingWaitsForRecordsInWork() {
        // given
        var handler = ScriptedHandler.of(OrderedLaneIT::briefly);
        OrderedLane lane = lane(settings("a").withDrain(Duration.ofSeconds(10)), handler);
        publish(5);
        await().untilAsserted(() -> assertThat(handler.started).hasSize(5));

        // when
        lane.close();

        // then
        assertThat(lane.state()).isInstanceOf(LaneState.Stopped.class);
        await().untilAsserted(() -> assertThat(new HashSet<>(mine())).containsAll(handler.started));
        assertThat(handler.revoked).isEmpty();
    }

    private static CompletableFuture<LaneOutput> briefly(LaneRecord record) {
        return new CompletableFuture<LaneOutput>()
                .completeOnTimeout(ScriptedHandler.done(record.keyText()), 20, TimeUnit.MILLISECONDS);
    }

    private static Predicate<LaneState> isRunningWith(int partitions) {
        return state -> state instanceof LaneState.Running running && running.partitions() == partitions;
    }

    private LaneSettings settings(String slot) {
        return LaneSettings.of(kafka, topic, "group-" + topic, slot);
    }

    private OrderedLane lane(String slot, LaneHandler handler) {
        return lane(settings(slot), handler);
    }

    private OrderedLane lane(LaneSettings settings, LaneHandler handler) {
        var lane = OrderedLane.start(settings, handler);
        lanes.add(lane);
        return lane;
    }

    private List<String> publish(int count) {
        int first = published;
        published += count;
        var keys = new ArrayList<String>();
        var stored = new ArrayList<CompletableFuture<Void>>();
        for (int i = first; i < published; i++) {
            String key = topic + "-" + i;
            keys.add(key);
            stored.add(
                    publisher.publish(new OutgoingEvent(topic, key.getBytes(StandardCharsets.UTF_8), new byte[] {1})));
        }
        stored.forEach(CompletableFuture::join);
        return keys;
    }

    private int published;

    private List<String> mine() {
        return RESULTS.stream().filter(key -> key.startsWith(topic + "-")).toList();
    }
}
