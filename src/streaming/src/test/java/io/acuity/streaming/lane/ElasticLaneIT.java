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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One broker for the class, one input topic of one partition and one group for each test. */
class ElasticLaneIT {

    private static final AtomicInteger TOPICS = new AtomicInteger();
    private static final Duration LOCK = Duration.ofSeconds(1);

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

    private final List<ElasticLane> lanes = new ArrayList<>();
    private String topic = "";
    private int published;

    @BeforeAll
    static void start() {
        broker = TestBroker.start(directory);
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
        topic = "elastic-" + TOPICS.incrementAndGet();
        try (Admin admin = Admin.create(kafka.client(Map.of()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get(10, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void closeLanes() {
        lanes.parallelStream().forEach(ElasticLane::close);
    }

    @Test
    void whatWaitedBeforeTheFirstWorkerCameIsDoneOnceEach() {
        // given
        List<String> keys = publish(50);

        // when
        lane("a", ScriptedHandler.immediate());

        // then
        await().untilAsserted(() -> assertThat(mine()).containsExactlyInAnyOrderElementsOf(keys));
    }

    @Test
    void noPartitionIsForgottenWhenMembersOutnumberThem() throws Exception {
        // given: the broker gives each member some of the partitions only
        topic = "elastic-wide";
        try (Admin admin = Admin.create(kafka.client(Map.of()))) {
            admin.createTopics(List.of(new NewTopic(topic, 4, (short) 1))).all().get(10, TimeUnit.SECONDS);
        }
        joined(lane(settings("a").withMaxInFlight(8), ScriptedHandler.immediate()));

        // when
        List<String> keys = publish(40);

        // then
        await().untilAsserted(() -> assertThat(mine()).containsExactlyInAnyOrderElementsOf(keys));
    }

    @Test
    void moreWorkersThanPartitionsAllHaveWork() {
        // given: one partition
        List<ScriptedHandler> workers = Stream.generate(() -> ScriptedHandler.of(ElasticLaneIT::briefly))
                .limit(4)
                .toList();
        for (int i = 0; i < workers.size(); i++) {
            joined(lane(settings("w" + i).withMaxInFlight(1), workers.get(i)));
        }

        // when
        List<String> keys = publish(80);

        // then
        await().untilAsserted(() -> assertThat(mine()).containsExactlyInAnyOrderElementsOf(keys));
        assertThat(workers).allSatisfy(worker -> assertThat(worker.started).hasSizeGreaterThan(5));
    }

    @Test
    void aFinishedRecordIsPublishedAndFollowedByTheNextWhileAnOlderOneStillRuns() {
        // given
        var handler = ScriptedHandler.manual();
        lane(settings("a").withMaxInFlight(2), handler);
        List<String> keys = publish(4);
        await().untilAsserted(() -> assertThat(handler.started).hasSize(2));

        // when
        handler.finish(keys.get(1));

        // then
        await().untilAsserted(() -> assertThat(mine()).containsExactly(keys.get(1)));
        await().untilAsserted(
                        () -> assertThat(handler.started).containsExactlyInAnyOrderElementsOf(keys.subList(0, 3)));
    }

    @Test
    void aClosedWorkersRecordsAreDoneByAnother() {
        // given
        var first = ScriptedHandler.manual();
        ElasticLane closing = lane("a", first);
        List<String> keys = publish(3);
        await().untilAsserted(() -> assertThat(first.started).hasSize(3));
        lane("b", ScriptedHandler.immediate());

        // when
        closing.close();

        // then
        await().untilAsserted(() -> assertThat(mine()).containsExactlyInAnyOrderElementsOf(keys));
        assertThat(first.revoked).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(first.open.get(keys.getFirst())).isCancelled();
        assertThat(closing.state()).isInstanceOf(LaneState.Stopped.class);
    }

    @Test
    void aFrozenWorkersRecordMovesWhenItsLockRunsOutAndIsNotPublishedTwice() throws Exception {
        // given: a worker that stands still with a record in hand
        var freeze = new CountDownLatch(1);
        var finishedLate = new AtomicBoolean();
        var frozen = ScriptedHandler.of(record -> {
            finishedLate.set(awaitQuietly(freeze));
            return CompletableFuture.completedFuture(ScriptedHandler.done(record.keyText()));
        });
        lane(settings("a").withMaxInFlight(1), frozen);
        List<String> keys = publish(1);
        await().untilAsserted(() -> assertThat(frozen.started).hasSize(1));

        // when
        var other = ScriptedHandler.immediate();
        lane("b", other);
        await().untilAsserted(() -> assertThat(mine()).containsExactlyElementsOf(keys));
        freeze.countDown();

        // then: awake, it finds its lock gone
        await().untilAsserted(() -> assertThat(frozen.revoked).containsExactlyElementsOf(keys));
        assertThat(finishedLate).isTrue();
        assertThat(mine()).containsExactlyElementsOf(keys);
    }

    @Test
    void aJobThatOutlastsItsLockKeepsIt() {
        // given
        var slow = ScriptedHandler.manual();
        lane(settings("a").withMaxInFlight(1), slow);
        List<String> keys = publish(1);
        await().untilAsserted(() -> assertThat(slow.started).hasSize(1));
        var idle = ScriptedHandler.immediate();
        joined(lane("b", idle));

        // when: it computes for three locks
        await().during(LOCK.multipliedBy(3))
                .untilAsserted(() -> assertThat(idle.started).isEmpty());
        slow.finish(keys.getFirst());

        // then
        await().untilAsserted(() -> assertThat(mine()).containsExactlyElementsOf(keys));
        publish(4);
        await().untilAsserted(() -> assertThat(idle.started).isNotEmpty());
        assertThat(slow.revoked).isEmpty();
        assertThat(idle.started).doesNotContain(keys.getFirst());
    }

    @Test
    void aRecordThatEndsEveryWorkerEndsAsADeadLetterAndTheNextOneRuns() {
        // given: five workers took it and let it go
        List<String> keys = publish(1);
        try (var group = new ElasticGroup(settings("a"))) {
            group.configure();
        }
        try (var doomed = ElasticClients.consumer(settings("a"))) {
            doomed.subscribe(List.of(topic));
            for (int delivery = 1; delivery <= 5; delivery++) {
                int expected = delivery;
                var record = await().until(() -> doomed.poll(LOCK), records -> !records.isEmpty())
                        .iterator()
                        .next();
                assertThat(record.deliveryCount()).hasValue((short) expected);
                doomed.acknowledge(record, AcknowledgeType.RELEASE);
            }
        }

        // when
        var handler = ScriptedHandler.immediate();
        lane("a", handler);
        List<String> next = publish(1);

        // then
        await().untilAsserted(() -> assertThat(mine()).contains(keys.getFirst(), next.getFirst()));
        assertThat(handler.started).containsExactlyElementsOf(next);
        assertThat(OUTCOMES).containsEntry(keys.getFirst(), Outcome.FAILED);
        await().untilAsserted(() -> assertThat(LETTERS).anySatisfy(letter -> {
            assertThat(letter.getTopic()).isEqualTo(topic);
            assertThat(letter.getAttempts()).isEqualTo(6);
            assertThat(letter.getMessage()).contains("in 5 deliveries");
        }));
    }

    @Test
    void aRecordThatAlwaysFailsIsTriedAgainInPlaceAndEndsAsADeadLetter() {
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
    void nothingIsStartedWhileTheHandlerIsFull() {
        // given
        var handler = ScriptedHandler.manual();
        handler.room = false;
        lane("a", handler);
        List<String> keys = publish(3);

        // when
        await().during(Duration.ofMillis(700))
                .untilAsserted(() -> assertThat(handler.started).isEmpty());
        handler.room = true;

        // then
        await().untilAsserted(() -> assertThat(handler.started).containsExactlyInAnyOrderElementsOf(keys));
    }

    @Test
    void closingWaitsForRecordsInWork() {
        // given
        var handler = ScriptedHandler.of(ElasticLaneIT::briefly);
        ElasticLane lane = lane(settings("a").withDrain(Duration.ofSeconds(10)), handler);
        publish(20);
        await().untilAsserted(() -> assertThat(handler.started).hasSizeGreaterThan(3));

        // when
        lane.close();

        // then
        await().untilAsserted(() -> assertThat(mine()).containsExactlyInAnyOrderElementsOf(handler.started));
        assertThat(handler.revoked).isEmpty();
    }

    @Test
    void theStateTellsWhatIsInWorkAndWhatWaits() {
        // given
        ElasticLane lane = lane(settings("a").withMaxInFlight(2), ScriptedHandler.manual());

        // when
        publish(7);

        // then
        await().untilAsserted(() -> assertThat(lane.state())
                .isInstanceOfSatisfying(LaneState.Running.class, running -> {
                    assertThat(running.partitions()).isEqualTo(1);
                    assertThat(running.inFlight()).isEqualTo(2);
                }));
    }

    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static CompletableFuture<LaneOutput> briefly(LaneRecord record) {
        return new CompletableFuture<LaneOutput>()
                .completeOnTimeout(ScriptedHandler.done(record.keyText()), 20, TimeUnit.MILLISECONDS);
    }

    private LaneSettings settings(String slot) {
        return LaneSettings.of(kafka, topic, "group-" + topic, slot)
                .withMaxInFlight(4)
                .withLock(LOCK);
    }

    private ElasticLane lane(String slot, LaneHandler handler) {
        return lane(settings(slot), handler);
    }

    private ElasticLane lane(LaneSettings settings, LaneHandler handler) {
        var lane = ElasticLane.start(settings, handler);
        lanes.add(lane);
        return lane;
    }

    private static void joined(ElasticLane lane) {
        await().until(lane::state, LaneState.Running.class::isInstance);
    }

    private List<String> publish(int count) {
        List<String> keys = IntStream.range(published, published + count)
                .mapToObj(i -> topic + "-" + i)
                .toList();
        published += count;
        List<CompletableFuture<Void>> stored = keys.stream()
                .map(key -> publisher.publish(
                        new OutgoingEvent(topic, key.getBytes(StandardCharsets.UTF_8), new byte[] {1})))
                .toList();
        stored.forEach(CompletableFuture::join);
        return keys;
    }

    private List<String> mine() {
        return RESULTS.stream().filter(key -> key.startsWith(topic + "-")).toList();
    }
}
