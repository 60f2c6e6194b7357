package io.acuity.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.acuity.events.DeadLetter;
import io.acuity.events.JobState;
import io.acuity.events.JobView;
import io.acuity.events.Outcome;
import io.acuity.events.UpscaleResult;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.broker.EmbeddedBroker;
import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackerServiceIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Map<String, JobView> VIEWS = new ConcurrentHashMap<>();
    private static final Set<String> EVER = ConcurrentHashMap.newKeySet();

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;
    private static KafkaSettings kafka;
    private static EventPublisher publisher;
    private static EventTail<JobView> tail;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
        kafka = KafkaSettings.of(broker.bootstrap());
        TopicAdmin.ensure(kafka, 2);
        publisher = EventPublisher.open(kafka);
        tail = EventTail.open(kafka, Topic.JOBS, new TailStart.Beginning(), (jobId, view) -> {
            if (view == null) {
                VIEWS.remove(jobId);
            } else {
                VIEWS.put(jobId, view);
                EVER.add(jobId);
            }
        });
    }

    @AfterAll
    static void stop() {
        tail.close();
        publisher.close();
        broker.close();
    }

    @Test
    void viewsSurviveARestartAndGarbageStopsNobody() throws Exception {
        // given
        List<DeadLetter> letters = new CopyOnWriteArrayList<>();
        var settings = TrackerSettings.of(kafka, directory.resolve("tracker"));
        Instant requested;
        try (var letterTail = EventTail.open(
                        kafka, Topic.DEAD_LETTERS, new TailStart.Beginning(), (key, letter) -> letters.add(letter));
                var tracker = TrackerService.start(settings)) {
            assertThat(letterTail.ended()).isNotDone();

            // when
            publish(Topic.REQUESTS, "a", Evidence.request("a", 0));
            publisher
                    .publish(new OutgoingEvent("acuity.results", key("a"), "garbage".getBytes(StandardCharsets.UTF_8)))
                    .get(10, TimeUnit.SECONDS);
            publish(Topic.JOB_EVENTS, "a", Evidence.started("a", 1, 2, 4));

            // then
            await().atMost(SOON).untilAsserted(() -> assertThat(state("a")).isEqualTo(JobState.STARTED));
            await().atMost(SOON).untilAsserted(() -> assertThat(letters).hasSize(1));
            assertThat(letters.getFirst().getTopic()).isEqualTo("acuity.results");
            requested = view("a").getAcceptedAt();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(tracker.running()).isCompleted());
        }

        // and when: a new tracker, which never saw the request, gets the result
        publish(Topic.RESULTS, "a", Evidence.result("a", Outcome.SUCCEEDED, 3));
        try (var tracker = TrackerService.start(settings)) {

            // then: it knows what the first one knew
            await().atMost(SOON).untilAsserted(() -> assertThat(state("a")).isEqualTo(JobState.SUCCEEDED));
            assertThat(view("a").getAcceptedAt()).isEqualTo(requested);
            assertThat(view("a").getTilesDone()).isEqualTo(2);
            assertThat(view("a").getResult().getOutput()).isNotNull();
            assertThat(tracker.ended()).isNotDone();
        }
    }

    @Test
    void finishedViewsAreRemovedFromTheTopic() throws Exception {
        // given
        var retention = new Retention(Duration.ofMillis(500), Duration.ofDays(1));
        var settings = new TrackerSettings(kafka, directory.resolve("short"), retention, "acuity-tracker-short");
        try (var tracker = TrackerService.start(settings)) {
            // when
            var result = UpscaleResult.newBuilder(Evidence.result("old", Outcome.SUCCEEDED, 0))
                    .setCompletedAt(Instant.now())
                    .build();
            publish(Topic.RESULTS, "old", result);

            // then: seen, then gone
            await().atMost(SOON).until(() -> EVER.contains("old"));
            await().atMost(SOON).until(() -> !VIEWS.containsKey("old"));
            assertThat(tracker.ended()).isNotDone();
        }
    }

    @Test
    void topicsCutDifferentlyAreRefusedInOneSentence() {
        // given
        var cut = new TreeMap<>(Map.of("acuity.requests", 2, "acuity.results", 3));

        // then
        assertThatThrownBy(() -> TrackerService.requireEqual(cut))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("acuity.results=3");
    }

    private static <T extends SpecificRecord> void publish(Topic<T> topic, String jobId, T event) throws Exception {
        publisher.publish(topic, jobId, event).get(10, TimeUnit.SECONDS);
    }

    private static byte[] key(String jobId) {
        return jobId.getBytes(StandardCharsets.UTF_8);
    }

    private static JobState state(String jobId) {
        return view(jobId).getState();
    }

    private static JobView view(String jobId) {
        return VIEWS.getOrDefault(
                jobId,
                JobView.newBuilder()
                        .setJobId(jobId)
                        .setState(JobState.UNKNOWN)
                        .setUpdatedAt(Instant.EPOCH)
                        .build());
    }
}
