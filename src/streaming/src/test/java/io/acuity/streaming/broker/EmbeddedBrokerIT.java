package io.acuity.streaming.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.acuity.events.Cancel;
import io.acuity.streaming.ClusterHealth;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.topics.Topic;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

    @TempDir
    Path directory;

    @Test
    void eventsOutliveTheBroker() throws Exception {
        // given
        List<String> seen = new CopyOnWriteArrayList<>();
        try (var broker = EmbeddedBroker.start(directory, 0)) {
            var settings = KafkaSettings.of(broker.bootstrap());
            TopicAdmin.ensure(settings, 1);
            try (var publisher = EventPublisher.open(settings)) {
                publisher
                        .publish(Topic.CONTROL, "kept", new Cancel("kept", Instant.now(), null))
                        .get(10, TimeUnit.SECONDS);
            }
            assertThatThrownBy(() -> EmbeddedBroker.start(directory, 0))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("Another broker runs in");
        }

        // when
        try (var again = EmbeddedBroker.start(directory, 0);
                var tail = EventTail.open(
                        KafkaSettings.of(again.bootstrap()),
                        Topic.CONTROL,
                        new TailStart.Beginning(),
                        (key, event) -> seen.add(key))) {
            tail.caughtUp().get(10, TimeUnit.SECONDS);
        }

        // then
        assertThat(seen).containsExactly("kept");
    }

    @Test
    void threeBrokersTakeEventsWhileOneIsAway() throws Exception {
        // given
        String voters = IntStream.rangeClosed(1, 3)
                .mapToObj(node -> node + "@127.0.0.1:" + FreePort.on("127.0.0.1"))
                .collect(Collectors.joining(","));
        List<EmbeddedBroker> brokers = startTogether(voters);
        try {
            var settings = KafkaSettings.of(
                    brokers.stream().map(EmbeddedBroker::bootstrap).collect(Collectors.joining(",")));
            TopicAdmin.ensure(settings, 1);
            await().untilAsserted(() -> assertThat(ClusterHealth.look(settings))
                    .hasValueSatisfying(health ->
                            assertThat(health).isEqualTo(new ClusterHealth(Set.of(1, 2, 3), health.controller(), 0))));

            // when
            brokers.removeLast().close();

            // then: two copies are enough, and what is missing is told
            try (var publisher = EventPublisher.open(settings)) {
                publisher
                        .publish(Topic.CONTROL, "kept", new Cancel("kept", Instant.now(), null))
                        .get(20, TimeUnit.SECONDS);
            }
            await().untilAsserted(() -> assertThat(ClusterHealth.look(settings)).hasValueSatisfying(health -> {
                assertThat(health.brokers()).containsExactlyInAnyOrder(1, 2);
                assertThat(health.behind()).isPositive();
            }));
        } finally {
            brokers.forEach(EmbeddedBroker::close);
        }
    }

    /** Each waits for the others. */
    private List<EmbeddedBroker> startTogether(String voters) throws Exception {
        try (var starting = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<EmbeddedBroker>> starts = IntStream.rangeClosed(1, 3)
                    .<Callable<EmbeddedBroker>>mapToObj(node -> () -> EmbeddedBroker.start(new BrokerSettings(
                            directory.resolve("broker" + node),
                            "127.0.0.1",
                            0,
                            // The last of three would wait for a controller that is gone.
                            Map.of("controlled.shutdown.enable", "false"),
                            BrokerQuorum.of(node, voters, 3))))
                    .toList();
            var started = new ArrayList<EmbeddedBroker>();
            for (var broker : starting.invokeAll(starts)) {
                started.add(broker.get());
            }
            return started;
        }
    }

    @Test
    void aTakenPortIsOneSentence() throws Exception {
        try (var taken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> EmbeddedBroker.start(directory, port))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("choose another port");
        }
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsOneSentence() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "x");
        assertThatThrownBy(() -> EmbeddedBroker.start(file, 0))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("choose another");
    }

    @Test
    void portsAreChecked() {
        assertThatThrownBy(() -> EmbeddedBroker.start(directory, 70_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65535");
    }
}
