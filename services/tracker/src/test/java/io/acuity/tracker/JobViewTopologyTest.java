package io.acuity.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.DeadLetter;
import io.acuity.events.FailureCode;
import io.acuity.events.JobState;
import io.acuity.events.JobView;
import io.acuity.events.Outcome;
import io.acuity.schemas.EventCodec;
import io.acuity.schemas.UndecodableRecordException;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.topics.Topic;
import io.acuity.streaming.trace.Traces;
import io.acuity.tracker.rollout.RolloutRules;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobViewTopologyTest {

    private static final Retention RETENTION = new Retention(Duration.ofHours(1), Duration.ofHours(5));

    private static final byte[] GARBAGE = "not an event".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path stateDir;

    private TopologyTestDriver driver;
    private TestOutputTopic<String, byte[]> jobs;

    @BeforeEach
    void start() {
        var settings = StreamsSettings.of(
                new TrackerSettings(KafkaSettings.of("unused:9092"), stateDir, RETENTION, "tracker-test"));
        driver = new TopologyTestDriver(
                TrackerTopology.build(RETENTION, RolloutRules.DEFAULT, Traces.OFF), settings, Evidence.START);
        jobs = driver.createOutputTopic(Topic.JOBS.name(), new StringDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void theTopicsBecomeOneViewPerJob() {
        // when
        tell(Topic.REQUESTS.name(), "a", Evidence.request("a", 0));
        tell(Topic.BATCH_REQUESTS.name(), "b", Evidence.request("b", 0));
        tell(Topic.JOB_EVENTS.name(), "a", Evidence.started("a", 1, 1, 4));
        tell(Topic.RESULTS.name(), "a", Evidence.result("a", Outcome.SUCCEEDED, 2));

        // then
        var latest = jobs.readKeyValuesToMap();
        assertThat(view(latest.get("a")).getState()).isEqualTo(JobState.SUCCEEDED);
        assertThat(view(latest.get("a")).getTilesDone()).isEqualTo(1);
        assertThat(view(latest.get("b")).getState()).isEqualTo(JobState.ACCEPTED);
    }

    @Test
    void whatIsNoNewsIsNotPublishedAgain() {
        // given
        tell(Topic.RESULTS.name(), "a", Evidence.result("a", Outcome.SUCCEEDED, 2));

        // when
        tell(Topic.RESULTS.name(), "a", Evidence.result("a", Outcome.SUCCEEDED, 2));

        // then
        assertThat(jobs.getQueueSize()).isEqualTo(1);
    }

    @Test
    void finishedViewsAreTombstonedAfterTheirRetention() {
        // given
        tell(Topic.RESULTS.name(), "done", Evidence.result("done", Outcome.FAILED, 2));
        tell(Topic.REQUESTS.name(), "waiting", Evidence.request("waiting", 2));
        jobs.readValuesToList();

        // when
        driver.advanceWallClockTime(Duration.ofHours(2));

        // then
        var removed = jobs.readKeyValuesToList();
        assertThat(removed).hasSize(1);
        assertThat(removed.getFirst().key).isEqualTo("done");
        assertThat(removed.getFirst().value).isNull();

        // and when
        driver.advanceWallClockTime(Duration.ofHours(4));

        // then
        assertThat(jobs.readKeyValuesToMap()).containsOnlyKeys("waiting");
    }

    @Test
    void garbageIsSkippedAndTheNextRecordIsFolded() {
        // when
        raw(Topic.RESULTS.name(), "a", GARBAGE);
        raw(Topic.REQUESTS.name(), "a", GARBAGE);
        tell(Topic.RESULTS.name(), "a", Evidence.result("a", Outcome.SUCCEEDED, 2));

        // then
        assertThat(view(jobs.readValue()).getState()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void garbageBecomesADeadLetterUnlessTheWorkersWriteIt() {
        // given
        var failure = new UndecodableRecordException("not an event");

        // when
        var onResults = UndecodableRecords.response(
                new ConsumerRecord<>(Topic.RESULTS.name(), 3, 7, new byte[] {'a'}, GARBAGE), failure);
        var onRequests = UndecodableRecords.response(
                new ConsumerRecord<>(Topic.REQUESTS.name(), 3, 7, new byte[] {'a'}, GARBAGE), failure);

        // then
        assertThat(onRequests.deadLetterQueueRecords()).isEmpty();
        var record = onResults.deadLetterQueueRecords().getFirst();
        DeadLetter letter = EventCodec.of(DeadLetter.class).decode(record.value());
        assertThat(record.topic()).isEqualTo(Topic.DEAD_LETTERS.name());
        assertThat(letter.getCode()).isEqualTo(FailureCode.UNDECODABLE_RECORD);
        assertThat(letter.getMessage()).isEqualTo("not an event");
        assertThat(letter.getTopic()).isEqualTo(Topic.RESULTS.name());
        assertThat(letter.getPartition()).isEqualTo(3);
        assertThat(letter.getOffset()).isEqualTo(7);
        assertThat(letter.getOriginalValue().array()).isEqualTo(GARBAGE);
    }

    @Test
    void aRecordWhoseKeyNamesAnotherJobIsSkipped() {
        // when
        tell(Topic.RESULTS.name(), "a", Evidence.result("b", Outcome.SUCCEEDED, 2));

        // then
        assertThat(jobs.isEmpty()).isTrue();
    }

    private <T extends SpecificRecord> void tell(String topic, String key, T event) {
        @SuppressWarnings("unchecked") // getClass() of a T is a class of T.
        var codec = EventCodec.of((Class<T>) event.getClass());
        raw(topic, key, codec.encode(event));
    }

    private void raw(String topic, String key, byte[] value) {
        driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer())
                .pipeInput(key, value, Evidence.START);
    }

    private static JobView view(byte @Nullable [] bytes) {
        return EventCodec.of(JobView.class).decode(Objects.requireNonNull(bytes));
    }
}
