package io.acuity.streaming.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.acuity.events.BlobReference;
import io.acuity.events.DatasetSample;
import io.acuity.events.DatasetSplit;
import io.acuity.events.InlinePayload;
import io.acuity.fixtures.KafkaNode;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.blob.BlobCollector;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.blob.Payloads;
import io.acuity.streaming.broker.TestBroker;
import io.acuity.streaming.dataset.DatasetChange.Published;
import io.acuity.streaming.dataset.DatasetChange.Removed;
import io.acuity.streaming.dataset.SampleDraft.Notes;
import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTopicIT {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    static Path directory;

    private static KafkaNode broker;
    private static KafkaSettings settings;
    private static EventPublisher events;
    private static BlobStore store;
    private static DatasetPublisher publisher;

    @BeforeAll
    static void start() {
        broker = TestBroker.start(directory.resolve("broker"));
        settings = KafkaSettings.of(broker.bootstrap());
        TopicAdmin.ensure(settings, 1);
        events = EventPublisher.open(settings);
        store = BlobStores.directory(directory.resolve("blobs"));
        publisher = new DatasetPublisher(store, events, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterAll
    static void stop() {
        store.close();
        events.close();
        broker.close();
    }

    @Test
    void theTopicIsCompactedAndNothingElse() throws Exception {
        try (Admin admin = Admin.create(settings.client(Map.of()))) {
            // when
            var topic = new ConfigResource(ConfigResource.Type.TOPIC, "acuity.datasets");
            var config = admin.describeConfigs(List.of(topic)).all().get().getOrDefault(topic, new Config(List.of()));

            // then
            assertThat(config.get("cleanup.policy").value()).isEqualTo("compact");
            assertThat(config.get("delete.retention.ms").value())
                    .isEqualTo(Long.toString(Duration.ofDays(14).toMillis()));
        }
    }

    @Test
    void theSameImageTwiceIsOneSampleAndItsRecordIsComplete() throws Exception {
        // given
        SampleImage image = image("twice.png", 300_000, 1);
        SampleImage lowRes = new SampleImage(image("twice-lr.png", 2_000, 2).file(), "image/png", 100, 75);
        var notes = new Notes("twice.png", "CC0", Map.of("city", "Oslo"));

        // when
        DatasetSample first = publish(new SampleDraft("twice", image, lowRes, SplitRule.VALIDATION, notes));
        DatasetSample second = publish(new SampleDraft("twice", image, lowRes, SplitRule.VALIDATION, notes));

        // then
        assertThat(second).isEqualTo(first);
        assertThat(first.getSampleId()).isEqualTo(first.getSha256().substring(0, 16));
        assertThat(first.getSplit()).isEqualTo(DatasetSplit.VALIDATION);
        assertThat(first.getPublishedAt()).isEqualTo(NOW);
        assertThat(first.getImage()).isInstanceOf(BlobReference.class);
        assertThat(first.getLowRes()).isInstanceOf(InlinePayload.class);
        List<DatasetChange> seen = readAll("twice");
        assertThat(seen)
                .hasSize(2)
                .extracting(DatasetChange::key)
                .containsOnly(SampleKey.of("twice", first.getSha256()));
        assertThat(seen)
                .allSatisfy(change -> assertThat(((Published) change).sample()).isEqualTo(first));
    }

    @Test
    void imagesOfDatasetsOutliveTheCollector() throws Exception {
        // given
        SampleImage image = image("pinned.png", 300_000, 3);
        DatasetSample sample = publish(draft("pinned", image));
        BlobReference payload = store.put(Files.readAllBytes(image.file()), "image/png");

        // when: a collector comes by years later
        var later = Clock.fixed(Instant.now().plus(Duration.ofDays(1_000)), ZoneOffset.UTC);
        try (var collector = new BlobCollector(store, BlobCollector.keepForTopics(), later)) {
            assertThat(collector.collect()).isPositive();
        }

        // then
        assertThatThrownBy(() -> store.read(payload)).hasMessageContaining(payload.getUri());
        assertThat(new Payloads(store).read(sample.getImage())).isEqualTo(Files.readAllBytes(image.file()));
    }

    @Test
    void aReaderSeesThePastAndFollowsAndGoesOnFromItsOffsets() throws Exception {
        // given
        DatasetSample early = publish(draft("follow", image("early.png", 3_000, 4)));
        List<DatasetChange> seen = new CopyOnWriteArrayList<>();
        DatasetOffsets stopped;

        // when
        try (var reader = DatasetReader.open(settings, DatasetOffsets.BEGINNING, seen::add)) {
            reader.caughtUp().get(20, TimeUnit.SECONDS);
            assertThat(of("follow", seen)).hasSize(1);
            publisher.remove(DatasetPublisher.keyOf(early)).get(20, TimeUnit.SECONDS);
            await().untilAsserted(() -> assertThat(of("follow", seen)).hasSize(2));
            await().untilAsserted(() -> assertThat(reader.offsets().next().getOrDefault(0, -1L))
                    .isEqualTo(seen.getLast().place().offset() + 1));
            stopped = reader.offsets();
        }
        DatasetSample late = publish(draft("follow", image("late.png", 3_000, 5)));

        // then
        assertThat(seen.getLast()).isInstanceOf(Removed.class);
        assertThat(seen.getLast().key()).isEqualTo(DatasetPublisher.keyOf(early));
        List<DatasetChange> resumed = new CopyOnWriteArrayList<>();
        try (var reader = DatasetReader.open(settings, stopped, resumed::add)) {
            reader.caughtUp().get(20, TimeUnit.SECONDS);
        }
        assertThat(of("follow", resumed))
                .singleElement()
                .satisfies(change -> assertThat(((Published) change).sample()).isEqualTo(late));
        assertThat(resumed)
                .allSatisfy(change -> assertThat(change.place().offset())
                        .isGreaterThanOrEqualTo(stopped.next().getOrDefault(0, -1L)));
    }

    @Test
    void aForeignRecordIsSkipped() throws Exception {
        // given: a tombstone under a key that is none, garbage, and a sample under another's key
        DatasetSample sample = publish(draft("foreign", image("own.png", 3_000, 6)));
        events.remove(Topic.DATASETS, "nonsense").get(20, TimeUnit.SECONDS);
        events.publish(new OutgoingEvent(
                        "acuity.datasets", "foreign/x".getBytes(StandardCharsets.UTF_8), new byte[] {1}))
                .get(20, TimeUnit.SECONDS);
        events.publish(Topic.DATASETS, "foreign/0123456789abcdef", sample).get(20, TimeUnit.SECONDS);

        // then
        assertThat(readAll("foreign")).hasSize(1);
    }

    @Test
    void aTombstoneOnATopicThatKeepsByAgeIsRefused() {
        assertThatThrownBy(() -> events.remove(Topic.RESULTS, "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not compacted");
    }

    private static List<DatasetChange> readAll(String dataset) throws Exception {
        List<DatasetChange> seen = new CopyOnWriteArrayList<>();
        try (var reader = DatasetReader.open(settings, DatasetOffsets.BEGINNING, seen::add)) {
            reader.caughtUp().get(20, TimeUnit.SECONDS);
        }
        return of(dataset, seen);
    }

    private static List<DatasetChange> of(String dataset, List<DatasetChange> changes) {
        return changes.stream()
                .filter(change -> change.key().dataset().equals(dataset))
                .toList();
    }

    private static DatasetSample publish(SampleDraft draft) throws Exception {
        return publisher.publish(draft).get(20, TimeUnit.SECONDS);
    }

    private static SampleDraft draft(String dataset, SampleImage image) {
        return new SampleDraft(dataset, image, null, SplitRule.TRAIN, new Notes(null, null, Map.of()));
    }

    private static SampleImage image(String name, int size, long seed) throws Exception {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return new SampleImage(Files.write(directory.resolve(name), bytes), "image/png", 400, 300);
    }
}
