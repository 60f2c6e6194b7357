package io.acuity.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.acuity.events.Cancel;
import io.acuity.fixtures.KafkaNode;
import io.acuity.streaming.broker.TestBroker;
import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.topics.Topic;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFlowIT {

    private static final Instant NOW = Instant.ofEpochMilli(1_795_000_000_000L);

    @TempDir
    static Path directory;

    private static KafkaNode broker;
    private static KafkaSettings settings;

    @BeforeAll
    static void start() {
        broker = TestBroker.start(directory);
        settings = KafkaSettings.of(broker.bootstrap());
        TopicAdmin.ensure(settings, 3);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void topicsHaveTheirContract() throws Exception {
        try (Admin admin = Admin.create(settings.client(Map.of()))) {
            // when
            TopicAdmin.ensure(settings, 5);
            var topics = admin.describeTopics(List.of("acuity.requests", "acuity.control", "acuity.jobs"))
                    .allTopicNames()
                    .get();

            // then: made once by the first call, unchanged by the second
            assertThat(topics.values().stream()
                            .collect(Collectors.toMap(
                                    TopicDescription::name,
                                    topic -> topic.partitions().size())))
                    .isEqualTo(Map.of("acuity.requests", 3, "acuity.control", 1, "acuity.jobs", 3));
        }
    }

    @Test
    void publishedEventsReachEveryTail() throws Exception {
        // given
        List<String> early = new CopyOnWriteArrayList<>();
        List<String> late = new CopyOnWriteArrayList<>();
        try (var publisher = EventPublisher.open(settings);
                var fromNow =
                        EventTail.open(settings, Topic.CONTROL, new TailStart.End(), (key, event) -> early.add(key))) {
            // when
            publisher.publish(Topic.CONTROL, "a", new Cancel("a", NOW, null)).get(10, TimeUnit.SECONDS);
            publisher
                    .publish(new OutgoingEvent("acuity.control", null, new byte[] {1, 2, 3}))
                    .get(10, TimeUnit.SECONDS);
            publisher
                    .publish(Topic.CONTROL, "b", new Cancel("b", NOW, "no longer needed"))
                    .get(10, TimeUnit.SECONDS);
            try (var past =
                    EventTail.open(settings, Topic.CONTROL, new TailStart.Beginning(), (key, event) -> late.add(key))) {
                past.caughtUp().get(10, TimeUnit.SECONDS);

                // then: both saw both events, and garbage between them stopped nobody
                assertThat(late).containsSubsequence("a", "b");
                await().untilAsserted(() -> assertThat(early).containsExactly("a", "b"));
                assertThat(fromNow.ended()).isNotDone();
            }
        }
    }

    @Test
    void aTailSinceAMomentSkipsOlderEvents() throws Exception {
        // given
        List<String> seen = new CopyOnWriteArrayList<>();
        try (var publisher = EventPublisher.open(settings)) {
            publisher
                    .publish(Topic.CONTROL, "old", new Cancel("old", NOW, null))
                    .get(10, TimeUnit.SECONDS);

            // when
            try (var tail = EventTail.open(
                    settings,
                    Topic.CONTROL,
                    new TailStart.Since(Instant.now().plusSeconds(60)),
                    (key, event) -> seen.add(key))) {
                tail.caughtUp().get(10, TimeUnit.SECONDS);
                publisher
                        .publish(Topic.CONTROL, "new", new Cancel("new", NOW, null))
                        .get(10, TimeUnit.SECONDS);

                // then
                await().untilAsserted(() -> assertThat(seen).containsExactly("new"));
            }
        }
    }

    @Test
    void aListenerThatFailsEndsItsTailVisibly() throws Exception {
        try (var publisher = EventPublisher.open(settings);
                var tail = EventTail.open(settings, Topic.CONTROL, new TailStart.End(), (key, event) -> {
                    throw new IllegalStateException("full");
                })) {
            // when
            publisher.publish(Topic.CONTROL, "c", new Cancel("c", NOW, null)).get(10, TimeUnit.SECONDS);

            // then
            await().untilAsserted(() -> assertThat(tail.ended()).isCompletedExceptionally());
        }
    }

    @Test
    void aBrokerThatIsAwayIsOneSentence() {
        var nowhere = KafkaSettings.of("127.0.0.1:1");
        assertThatThrownBy(() -> BrokerProbe.requireReachable(nowhere, Duration.ofMillis(300)))
                .isInstanceOf(BrokerUnreachableException.class)
                .hasMessageContaining("127.0.0.1:1")
                .hasMessageContaining("service broker");
    }

    @Test
    void somethingThatIsNoBrokerIsOneSentence() throws Exception {
        // given: a port that accepts connections and never answers
        try (var mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var settings = KafkaSettings.of("127.0.0.1:" + mute.getLocalPort());

            // then
            assertThatThrownBy(() -> TopicAdmin.ensure(settings, 1, Duration.ofSeconds(2)))
                    .isInstanceOf(BrokerUnreachableException.class)
                    .hasMessageContaining("does not answer as a Kafka broker");
        }
    }
}
