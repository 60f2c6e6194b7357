package io.acuity.streaming.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One broker for the class, two topics of one partition each for each test. */
class PriorityLaneIT {

    private static final AtomicInteger TOPICS = new AtomicInteger();
    private static final int PLACES = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static KafkaNode broker;
    private static KafkaSettings kafka;
    private static EventPublisher publisher;
    private static EventTail<?> results;
    private static final List<String> RESULTS = new CopyOnWriteArrayList<>();

    private String front = "";
    private String back = "";
    private @Nullable Lane lane;

    @BeforeAll
    static void start() {
        broker = TestBroker.start(directory);
        kafka = KafkaSettings.of(broker.bootstrap());
        TopicAdmin.ensure(kafka, 1);
        publisher = EventPublisher.open(kafka);
        results = EventTail.open(
                kafka, Topic.RESULTS, new TailStart.Beginning(), (key, result) -> RESULTS.add(String.valueOf(key)));
    }

    @AfterAll
    static void stop() {
        results.close();
        publisher.close();
        broker.close();
    }

    @BeforeEach
    void freshTopics() throws Exception {
        int number = TOPICS.incrementAndGet();
        front = "front-" + number;
        back = "back-" + number;
        try (Admin admin = Admin.create(kafka.client(Map.of()))) {
            var topics = List.of(new NewTopic(front, 1, (short) 1), new NewTopic(back, 1, (short) 1));
            admin.createTopics(topics).all().get(10, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void closeLane() {
        Objects.requireNonNull(lane).close();
    }

    @ParameterizedTest
    @EnumSource(LaneKind.class)
    void whatSomebodyWaitsForDoesNotWaitBehindTwoHundredOthers(LaneKind kind) {
        // given: none of them ends by itself
        var handler = ScriptedHandler.manual();
        publish(back, 200);
        open(kind, handler);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(handler.started).hasSize(Turns.places(PLACES)));

        // when
        publish(front, 1);

        // then: it finds a place, and ends before all of them
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(handler.started).contains(front + "/0"));
        assertThat(handler.started).hasSize(Turns.places(PLACES) + 1);
        handler.finish(front + "/0");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(RESULTS).contains(front + "/0"));
        assertThat(RESULTS).noneMatch(key -> key.startsWith(back));
    }

    @ParameterizedTest
    @EnumSource(LaneKind.class)
    void theOthersGoOnWhileMoreKeepsComing(LaneKind kind) {
        // given: work for a second and more
        Executor aMomentLater = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);
        var handler = ScriptedHandler.of(
                record -> CompletableFuture.supplyAsync(() -> ScriptedHandler.done(record.keyText()), aMomentLater));
        publish(front, 400);
        publish(back, 20);

        // when
        open(kind, handler);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(handler.started).hasSize(420));

        // then
        List<String> started = List.copyOf(handler.started);
        assertThat(started.lastIndexOf(back + "/19")).isLessThan(started.lastIndexOf(front + "/399"));
        if (kind == LaneKind.ORDERED) {
            assertThat(started.subList(0, 100))
                    .filteredOn(key -> key.startsWith(back))
                    .hasSize(20);
            assertThat(started.subList(0, 20))
                    .filteredOn(key -> key.startsWith(front))
                    .hasSizeGreaterThan(12);
        }
    }

    private void open(LaneKind kind, LaneHandler handler) {
        LaneSettings settings = LaneSettings.of(kafka, front, "group-" + front, "a")
                .withBackground(back)
                .withMaxInFlight(PLACES);
        lane = Lane.start(kind, settings, handler);
    }

    private static void publish(String topic, int count) {
        CompletableFuture.allOf(IntStream.range(0, count)
                        .mapToObj(i -> (topic + "/" + i).getBytes(StandardCharsets.UTF_8))
                        .map(key -> publisher.publish(new OutgoingEvent(topic, key, new byte[] {1})))
                        .toArray(CompletableFuture[]::new))
                .join();
    }
}
