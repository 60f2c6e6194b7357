package io.acuity.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.checkpoints.bundle.BundleArchive;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.diffusion.Target;
import io.acuity.events.CheckpointEvent;
import io.acuity.events.DatasetSample;
import io.acuity.events.DeadLetter;
import io.acuity.events.FailureCode;
import io.acuity.events.TrainingProgress;
import io.acuity.events.TrainingState;
import io.acuity.networks.graph.ScalarType;
import io.acuity.streaming.ClaimLostException;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.broker.EmbeddedBroker;
import io.acuity.streaming.checkpoint.CheckpointTopic;
import io.acuity.streaming.dataset.DatasetPublisher;
import io.acuity.streaming.dataset.SampleDraft;
import io.acuity.streaming.dataset.SampleImage;
import io.acuity.streaming.dataset.SampleKey;
import io.acuity.streaming.dataset.SplitRule;
import io.acuity.streaming.topics.Topic;
import io.acuity.training.ShiftPlan;
import io.acuity.training.TrainingPlan;
import io.acuity.training.data.NoImagesException;
import io.acuity.training.loop.OptimizerSettings;
import io.acuity.training.loop.RateSchedule;
import io.acuity.training.loop.TrainingListener;
import io.acuity.training.loop.TrainingSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class TrainerServiceIT {
    private static final TrainingListener SILENT = (step, loss, rate) -> {};

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;
    private static KafkaSettings kafka;
    private static EventPublisher events;

    @TempDir
    Path folder;

    private String name;
    private BlobStore store;
    private DatasetPublisher publisher;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
        kafka = KafkaSettings.of(broker.bootstrap());
        TopicAdmin.ensure(kafka);
        events = EventPublisher.open(kafka);
    }

    @AfterAll
    static void stop() {
        events.close();
        broker.close();
    }

    @BeforeEach
    void open(TestInfo test) throws IOException {
        name = test.getTestMethod().orElseThrow().getName();
        Files.createDirectories(folder.resolve("blobs"));
        store = BlobStores.open(blobs());
        publisher = new DatasetPublisher(store, events, Clock.systemUTC());
    }

    @Test
    void publishesCheckpointsThatSayWhatTheyAre() throws Exception {
        // given
        publish(0, 3, SplitRule.TRAIN);
        publish(3, 1, SplitRule.VALIDATION);
        MeterRegistry registry = new SimpleMeterRegistry();

        // when
        Trained trained;
        try (TrainerService trainer = TrainerService.start(settings(name, "f", 20), registry, SILENT)) {
            trained = trainer.done().join();
        }

        // then
        List<CheckpointEvent> own = checkpoints(name);
        assertThat(own).extracting(CheckpointEvent::getStep).containsExactly(10L, 20L);
        CheckpointEvent last = own.getLast();
        assertThat(last.getParent()).isEqualTo(own.getFirst().getCheckpointId());
        assertThat(last.getMetrics()).containsOnlyKeys("psnrY", "ssimY", "consistency");
        assertThat(last.getDatasetOffsets()).containsKey("0");
        assertThat(last.getSha256()).isEqualTo(trained.bundle().sha256());
        ModelBundle stored = BundleArchive.decode(store.read(last.getBundle()), "test");
        assertThat(stored.description().metrics()).isEqualTo(last.getMetrics());

        // and: it was told on the way, drawn and counted
        List<TrainingProgress> told = read(Topic.TRAINING, TrainingProgress.class).stream()
                .filter(event -> event.getRunId().equals(name))
                .toList();
        assertThat(told.getFirst().getState()).isEqualTo(TrainingState.STARTED);
        assertThat(told).extracting(TrainingProgress::getState).contains(TrainingState.CHECKPOINTED);
        assertThat(told.getLast().getState()).isEqualTo(TrainingState.FINISHED);
        assertThat(folder.resolve("f/progress.png")).isNotEmptyFile();
        assertThat(registry.get("acuity.trainer.checkpoints").counter().count()).isEqualTo(2);
        assertThat(registry.get("acuity.trainer.step").timer().count()).isEqualTo(20);
    }

    @Test
    void aStoppedRunEndsWithTheWeightsOfAnUnbrokenOne() throws Exception {
        // given
        publish(0, 4, SplitRule.TRAIN);
        String unbroken = train(settings(name + "-unbroken", "u", 30)).bundle().sha256();

        // when: stopped after some steps; taken up in the same folder
        stopAfter(13, settings(name + "-stopped", "s", 30));
        String stopped = train(settings(name + "-stopped", "s", 30)).bundle().sha256();

        // and: stopped, and its folder lost, so that only the last checkpoint is left
        stopAfter(13, settings(name + "-lost", "l", 30));
        String lost = train(settings(name + "-lost", "elsewhere", 30)).bundle().sha256();

        // then
        assertThat(stopped).isEqualTo(unbroken);
        assertThat(lost).isEqualTo(unbroken);
        assertThat(checkpoints(name + "-lost"))
                .extracting(CheckpointEvent::getStep)
                .containsExactly(10L, 20L, 30L);
    }

    @Test
    void aFinishedRunIsNotTrainedAgain() throws Exception {
        // given
        publish(0, 2, SplitRule.TRAIN);
        Trained first = train(settings(name, "f", 10));

        // when
        Trained again = train(settings(name, "f", 10));

        // then
        assertThat(again.checkpoint()).isEqualTo(first.checkpoint());
        assertThat(checkpoints(name)).hasSize(1);
    }

    @Test
    void whatIsPublishedOrRemovedTakesEffectWithTheNextCheckpoint() throws Exception {
        // given: the run is stopped between two checkpoints
        List<DatasetSample> samples = publish(0, 3, SplitRule.TRAIN);
        stopAfter(13, settings(name, "f", 30));

        // when: a sample goes, and its run goes on without the folder
        publisher.remove(new SampleKey(name, samples.getFirst().getSampleId())).join();
        Trained trained = train(settings(name, "elsewhere", 30));

        // then: it was still used up to the checkpoint at 20, and no more after it
        List<CheckpointEvent> own = checkpoints(name);
        assertThat(images(own.get(0))).isEqualTo(3);
        assertThat(images(trained.checkpoint())).isEqualTo(2);
        assertThat(trained.checkpoint().getDatasetOffsets().get("0"))
                .isGreaterThan(own.get(0).getDatasetOffsets().get("0"));
    }

    @Test
    void corruptAndSmallImagesAreCountedAndTheRestIsTrainedOn() throws Exception {
        // given
        publish(0, 2, SplitRule.TRAIN);
        Path broken = folder.resolve("broken.png");
        byte[] file = Files.readAllBytes(DrawnFiles.draw(folder, 7, 96));
        Files.write(broken, java.util.Arrays.copyOf(file, file.length / 2));
        publish(broken, 96);
        publish(DrawnFiles.draw(folder, 8, 64), 64);

        // when
        long corrupt;
        long small;
        try (TrainerService trainer =
                TrainerService.start(settings(name, "f", 5, 16), new SimpleMeterRegistry(), SILENT)) {
            trainer.done().join();
            corrupt = trainer.corruptImages();
            small = trainer.smallImages();
        }

        // then
        assertThat(corrupt).isEqualTo(1);
        assertThat(small).isEqualTo(1);
        assertThat(images(checkpoints(name).getLast())).isEqualTo(2);
        assertThat(read(Topic.DEAD_LETTERS, DeadLetter.class))
                .anySatisfy(letter -> assertThat(letter.getMessage()).contains("64×64"));
        assertThat(read(Topic.DEAD_LETTERS, DeadLetter.class)).anySatisfy(letter -> {
            assertThat(letter.getCode()).isEqualTo(FailureCode.UNREADABLE_IMAGE);
            assertThat(letter.getTopic()).isEqualTo(Topic.DATASETS.name());
        });
    }

    @Test
    void anEmptyDatasetEndsTheRunWithASentence() {
        try (TrainerService trainer = TrainerService.start(settings(name, "f", 5), new SimpleMeterRegistry(), SILENT)) {
            assertThatThrownBy(() -> trainer.done().join())
                    .cause()
                    .isInstanceOf(NoImagesException.class)
                    .hasMessageContaining(name);
        }
    }

    @Test
    void aStoreThatCannotBeWrittenEndsTheRunAndLeavesEarlierCheckpoints() throws Exception {
        // given: one checkpoint is out, then its folder is in the way of the next
        publish(0, 2, SplitRule.TRAIN);
        Trained first = train(settings(name, "f", 10));
        Path checkpoints = folder.resolve("blobs/checkpoints");
        Path moved = Files.move(checkpoints, folder.resolve("blobs/kept"));
        Files.writeString(checkpoints, "in the way");

        // when
        try (TrainerService trainer =
                TrainerService.start(settings(name, "f", 20), new SimpleMeterRegistry(), SILENT)) {
            assertThatThrownBy(() -> trainer.done().join()).isInstanceOf(CompletionException.class);
        }

        // then
        Files.delete(checkpoints);
        Files.move(moved, checkpoints);
        assertThat(checkpoints(name)).hasSize(1);
        assertThat(BundleArchive.decode(store.read(first.checkpoint().getBundle()), "test")
                        .sha256())
                .isEqualTo(first.bundle().sha256());
        assertThat(train(settings(name, "f", 20)).checkpoint().getStep()).isEqualTo(20);
    }

    @Test
    void aTrainerThatWakesUpAfterAnotherTookItsRunPublishesNoMore() throws Exception {
        // given: a trainer that is held up after its first checkpoint, as by a freeze
        publish(0, 2, SplitRule.TRAIN);
        CompletableFuture<Void> heldUp = new CompletableFuture<>();
        CompletableFuture<Void> goesOn = new CompletableFuture<>();
        TrainingListener holding = (step, loss, rate) -> {
            if (step == 13) {
                heldUp.complete(null);
                goesOn.join();
            }
        };
        try (TrainerService first =
                TrainerService.start(settings(name, "first", 30), new SimpleMeterRegistry(), holding)) {
            heldUp.get(1, TimeUnit.MINUTES);

            // when: another one trains the run to its end before the first wakes up
            Trained trained = train(settings(name, "second", 30));
            goesOn.complete(null);

            // then
            assertThatThrownBy(() -> first.done().join())
                    .hasCauseInstanceOf(ClaimLostException.class)
                    .hasMessageContaining(name);
            assertThat(checkpoints(name)).extracting(CheckpointEvent::getStep).containsExactly(10L, 20L, 30L);
            assertThat(checkpoints(name).getLast()).isEqualTo(trained.checkpoint());
        }
    }

    @Test
    void twoTrainersNeverShareAFolder() throws Exception {
        // given
        publish(0, 2, SplitRule.TRAIN);
        CompletableFuture<Void> goesOn = new CompletableFuture<>();
        try (TrainerService first = TrainerService.start(
                settings(name, "f", 10), new SimpleMeterRegistry(), (step, loss, rate) -> goesOn.join())) {

            // when, then
            assertThatThrownBy(() ->
                            TrainerService.start(settings(name + "-2", "f", 10), new SimpleMeterRegistry(), SILENT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another trainer");
            goesOn.complete(null);
            assertThat(first.done().join().checkpoint().getStep()).isEqualTo(10);
        }
    }

    private int images(CheckpointEvent event) {
        ModelBundle bundle = BundleArchive.decode(store.read(event.getBundle()), "test");
        return Objects.requireNonNull(bundle.description().training())
                .path("images")
                .asInt();
    }

    private Trained train(TrainerSettings settings) {
        try (TrainerService trainer = TrainerService.start(settings, new SimpleMeterRegistry(), SILENT)) {
            return trainer.done().join();
        }
    }

    private void stopAfter(int steps, TrainerSettings settings) {
        CompletableFuture<TrainerService> started = new CompletableFuture<>();
        TrainingListener listener = (step, loss, rate) -> {
            if (step == steps) {
                started.join().stop();
            }
        };
        try (TrainerService trainer = TrainerService.start(settings, new SimpleMeterRegistry(), listener)) {
            started.complete(trainer);
            assertThatThrownBy(() -> trainer.done().join()).hasCauseInstanceOf(TrainingStoppedException.class);
        }
    }

    private List<DatasetSample> publish(int from, int count, SplitRule split) throws IOException {
        List<DatasetSample> samples = new CopyOnWriteArrayList<>();
        for (int i = from; i < from + count; i++) {
            samples.add(publish(DrawnFiles.draw(folder, i, 96), 96, split));
        }
        return samples;
    }

    private void publish(Path file, int side) {
        publish(file, side, SplitRule.TRAIN);
    }

    private DatasetSample publish(Path file, int side, SplitRule split) {
        SampleImage image = new SampleImage(file, "image/png", side, side);
        return publisher
                .publish(new SampleDraft(name, image, null, split, new SampleDraft.Notes(null, null, Map.of())))
                .join();
    }

    private TrainerSettings settings(String run, String sub, int steps) {
        return settings(run, sub, steps, 8);
    }

    private TrainerSettings settings(String run, String sub, int steps, int patch) {
        ShiftPlan plan =
                new ShiftPlan(TrainingPlan.Family.RESIDUAL_SHIFT, 8, 1, 0, 1, 0, Target.RESIDUAL, 0.01, 0.99, null);
        TrainingSettings training = new TrainingSettings(
                steps,
                2,
                patch,
                new RateSchedule(1e-3, 2, RateSchedule.Decay.CONSTANT),
                OptimizerSettings.DEFAULT,
                1,
                ScalarType.FLOAT32);
        return new TrainerSettings(
                kafka,
                blobs(),
                folder.resolve(sub),
                new TrainerSettings.Run(run, "tiny", "test"),
                plan,
                training,
                new TrainerSettings.Images(name, TrainerSettings.Degradation.BICUBIC, 1L << 30),
                new TrainerSettings.Checkpoints(10, 2));
    }

    private URI blobs() {
        return folder.resolve("blobs").toUri();
    }

    private static List<CheckpointEvent> checkpoints(String run) {
        return CheckpointTopic.read(kafka).stream()
                .filter(event -> run.equals(event.getRunId()))
                .toList();
    }

    private static <T extends SpecificRecord> List<T> read(Topic<T> topic, Class<T> type) {
        List<T> found = new CopyOnWriteArrayList<>();
        try (EventTail<T> tail = EventTail.open(kafka, topic, new TailStart.Beginning(), (key, event) -> {
            if (event != null) {
                found.add(event);
            }
        })) {
            Awaitility.await().until(() -> tail.caughtUp().isDone());
        }
        assertThat(type).isEqualTo(topic.type());
        return found;
    }
}
