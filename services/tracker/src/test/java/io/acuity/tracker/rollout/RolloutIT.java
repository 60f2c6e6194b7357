package io.acuity.tracker.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.events.JobEvent;
import io.acuity.events.RolloutAck;
import io.acuity.events.RolloutCommand;
import io.acuity.events.RolloutDecision;
import io.acuity.events.RolloutEvent;
import io.acuity.events.RolloutTrial;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.broker.EmbeddedBroker;
import io.acuity.streaming.topics.Topic;
import io.acuity.tracker.Retention;
import io.acuity.tracker.TrackerService;
import io.acuity.tracker.TrackerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trackers on a real broker decide, are replaced in the middle of a trial, and go on where the other stopped. */
class RolloutIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;
    private static KafkaSettings kafka;
    private static EventPublisher publisher;
    private static EventTail<RolloutEvent> rollouts;
    private static EventTail<RolloutTrial> trials;
    private static final List<RolloutEvent> EVENTS = new CopyOnWriteArrayList<>();
    private static final Map<String, RolloutTrial> TRIALS = new ConcurrentHashMap<>();

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
        kafka = KafkaSettings.of(broker.bootstrap());
        TopicAdmin.ensure(kafka, 2);
        publisher = EventPublisher.open(kafka);
        rollouts =
                EventTail.open(kafka, Topic.ROLLOUTS, new TailStart.Beginning(), (model, event) -> EVENTS.add(event));
        trials = EventTail.open(kafka, Topic.ROLLOUT_TRIALS, new TailStart.Beginning(), (model, trial) -> {
            if (trial == null) {
                TRIALS.remove(model);
            } else {
                TRIALS.put(model, trial);
            }
        });
    }

    @AfterAll
    static void stop() {
        trials.close();
        rollouts.close();
        publisher.close();
        broker.close();
    }

    @Test
    void aTrialOutlivesItsTrackerAndEveryJobCountsOnce() throws Exception {
        for (var checkpoint : Rollouts.PUBLISHED.entrySet()) {
            publish(Topic.CHECKPOINTS, checkpoint.getKey(), checkpoint.getValue());
        }
        try (var first = tracker("first")) {
            // given
            first.running().get(60, TimeUnit.SECONDS);
            publish(Topic.ROLLOUT_COMMANDS, Rollouts.MODEL, Rollouts.promote("c1", Rollouts.OLD));
            awaitAnswer("c1", RolloutDecision.PROMOTED);
            publish(Topic.ROLLOUT_COMMANDS, Rollouts.MODEL, Rollouts.start("c2", Rollouts.GOOD, 0.5));
            awaitAnswer("c2", RolloutDecision.STARTED);

            // when
            jobs(0, 60);
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(trial().getCandidateEvidence().getJobs()).isEqualTo(60));
            assertThat(trial().getStableEvidence().getFailures()).isZero();
        }
        try (var second = tracker("second")) {
            publish(Topic.ROLLOUT_COMMANDS, Rollouts.MODEL, Rollouts.start("c3", Rollouts.BETTER, 0.5));
            awaitAnswer("c3", RolloutDecision.REFUSED);
            RolloutAck ack = Rollouts.ready("w1", 2);
            publish(Topic.ROLLOUT_ACKS, "w1/" + Rollouts.MODEL, ack);
            jobs(60, 120);

            // then
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(EVENTS.getLast().getDecision()).isEqualTo(RolloutDecision.PROMOTED));
            RolloutEvent promoted = EVENTS.getLast();
            assertThat(promoted.getStable()).isEqualTo(Rollouts.GOOD);
            assertThat(promoted.getRevision()).isEqualTo(4);
            assertThat(promoted.getCandidateEvidence().getJobs()).isBetween(95L, 120L);
            assertThat(promoted.getReason()).contains("promoted because");
            await().atMost(SOON).until(TRIALS::isEmpty);

            // and when
            publish(Topic.ROLLOUT_COMMANDS, Rollouts.MODEL, Rollouts.rollBack("c4"));

            // then
            awaitAnswer("c4", RolloutDecision.ROLLED_BACK);
            assertThat(EVENTS.getLast().getStable()).isEqualTo(Rollouts.OLD);
            assertThat(second.ended()).isNotDone();
        }
    }

    @Test
    void whatIsDecidedTakesAMomentAndOfTwoStartsOneIsRefused() throws Exception {
        // given
        String model = "acuity-m-x4";
        publish(Topic.CHECKPOINTS, Rollouts.FOREIGN, Rollouts.checkpoint(Rollouts.FOREIGN, model, 4, 31.0));
        try (var one = tracker("one");
                var other = tracker("other")) {
            one.running().get(60, TimeUnit.SECONDS);
            other.running().get(60, TimeUnit.SECONDS);

            // when: at once
            for (String id : List.of("a", "b")) {
                var command = RolloutCommand.newBuilder(Rollouts.start(id, Rollouts.FOREIGN, 0.1))
                        .setModel(model)
                        .setAt(Instant.EPOCH)
                        .build();
                publish(Topic.ROLLOUT_COMMANDS, model, command);
            }

            // then
            awaitAnswer("a", RolloutDecision.STARTED);
            awaitAnswer("b", RolloutDecision.REFUSED);
        }
    }

    @ParameterizedTest(name = "{0} hours")
    @ValueSource(longs = {3, -24 * 30})
    void aWorkerWhoseClockIsWrongIsHeardAllTheSame(long hours) throws Exception {
        // given
        String model = "clock" + hours;
        String candidate = model + "@000000000001";
        Instant wrong = Instant.now().plus(Duration.ofHours(hours));
        publish(Topic.CHECKPOINTS, candidate, Rollouts.checkpoint(candidate, model, 4, 31.0));
        try (var tracker = tracker("clock" + hours);
                var worker = new KafkaProducer<>(
                        kafka.client(Map.of()), new StringSerializer(), new ByteArraySerializer())) {
            tracker.running().get(60, TimeUnit.SECONDS);
            RolloutCommand command = RolloutCommand.newBuilder(Rollouts.start(model, candidate, 0.1))
                    .setModel(model)
                    .build();
            publish(Topic.ROLLOUT_COMMANDS, model, command);
            awaitAnswer(model, RolloutDecision.STARTED);

            // when
            for (int i = 0; i < 3; i++) {
                JobEvent event = JobEvent.newBuilder(Rollouts.failedOnCandidate("j" + i, candidate))
                        .setAt(wrong)
                        .build();
                worker.send(new ProducerRecord<>(
                                Topic.JOB_EVENTS.name(),
                                null,
                                wrong.toEpochMilli(),
                                event.getJobId(),
                                Topic.JOB_EVENTS.codec().encode(event)))
                        .get(10, TimeUnit.SECONDS);
            }

            // then: no record was refused, here or on the tracker's own topics
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(EVENTS)
                            .filteredOn(event -> event.getModel().equals(model))
                            .last()
                            .extracting(RolloutEvent::getDecision)
                            .isEqualTo(RolloutDecision.ROLLED_BACK));
            assertThat(tracker.ended()).isNotDone();
        }
    }

    @Test
    void theBrokersClockCountsOnEveryTopic() throws Exception {
        // given: the tracker's own topics are there
        try (var tracker = tracker("topics");
                var admin = Admin.create(kafka.client(Map.of()))) {
            tracker.running().get(60, TimeUnit.SECONDS);

            // when
            List<ConfigResource> topics = admin.listTopics().names().get(10, TimeUnit.SECONDS).stream()
                    .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                    .toList();
            Map<ConfigResource, Config> settings =
                    admin.describeConfigs(topics).all().get(10, TimeUnit.SECONDS);

            // then
            assertThat(topics)
                    .extracting(ConfigResource::name)
                    .anyMatch(name -> name.endsWith("-repartition"))
                    .anyMatch(name -> name.endsWith("-changelog"));
            for (ConfigResource topic : topics) {
                assertThat(Objects.requireNonNull(settings.get(topic))
                                .get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)
                                .value())
                        .as(topic.name())
                        .isEqualTo("LogAppendTime");
            }
        }
    }

    private static RolloutTrial trial() {
        assertThat(TRIALS).containsKey(Rollouts.MODEL);
        return Objects.requireNonNull(TRIALS.get(Rollouts.MODEL));
    }

    private static TrackerService tracker(String name) {
        var rules = RolloutRules.DEFAULT.withMinimum(95, Duration.ofSeconds(1));
        return TrackerService.start(new TrackerSettings(
                kafka,
                directory.resolve(name),
                Retention.DEFAULT,
                TrackerSettings.DEFAULT_APPLICATION_ID,
                rules,
                false,
                null));
    }

    private static void jobs(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            publish(Topic.RESULTS, "c" + i, Rollouts.succeeded("c" + i, Rollouts.GOOD, 50));
            publish(Topic.RESULTS, "s" + i, Rollouts.succeeded("s" + i, Rollouts.OLD, 50));
        }
    }

    private static void awaitAnswer(String commandId, RolloutDecision decision) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(EVENTS)
                        .filteredOn(event -> commandId.equals(event.getCommandId()))
                        .isNotEmpty()
                        .allSatisfy(event -> assertThat(event.getDecision()).isEqualTo(decision)));
    }

    private static <T extends SpecificRecord> void publish(Topic<T> topic, String key, T event) throws Exception {
        publisher.publish(topic, key, event).get(10, TimeUnit.SECONDS);
    }
}
