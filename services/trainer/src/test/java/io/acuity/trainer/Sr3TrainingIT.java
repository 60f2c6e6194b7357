package io.acuity.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.checkpoints.bundle.BundleArchive;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.diffusion.frame.FrameChain;
import io.acuity.diffusion.frame.FrameModel;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.events.CheckpointEvent;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Plane;
import io.acuity.networks.Precision;
import io.acuity.networks.WholeImageModels;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.broker.EmbeddedBroker;
import io.acuity.streaming.checkpoint.CheckpointTopic;
import io.acuity.streaming.dataset.DatasetPublisher;
import io.acuity.streaming.dataset.SampleDraft;
import io.acuity.streaming.dataset.SampleImage;
import io.acuity.streaming.dataset.SplitRule;
import io.acuity.trainer.config.TrainerConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SR3 and IDM through the service: from a file of settings and a dataset topic to a checkpoint that can be sampled. */
class Sr3TrainingIT {
    private static final String DATASET = "drawn";

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;
    private static KafkaSettings kafka;
    private static BlobStore store;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
        kafka = KafkaSettings.of(broker.bootstrap());
        TopicAdmin.ensure(kafka);
        store = BlobStores.open(
                Files.createDirectories(directory.resolve("blobs")).toUri());
        try (EventPublisher events = EventPublisher.open(kafka)) {
            DatasetPublisher publisher = new DatasetPublisher(store, events, Clock.systemUTC());
            for (int i = 0; i < 3; i++) {
                SampleImage image = new SampleImage(DrawnFiles.draw(directory, i, 96), "image/png", 96, 96);
                SplitRule split = i == 2 ? SplitRule.VALIDATION : SplitRule.TRAIN;
                publisher
                        .publish(new SampleDraft(
                                DATASET, image, null, split, new SampleDraft.Notes(null, null, Map.of())))
                        .join();
            }
        }
    }

    @AfterAll
    static void stop() {
        store.close();
        broker.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "noise | {predict: noise} | ''",
                "hybrid | {learned-variance: true, residual: true} | learned",
            })
    void checkpointsAreMeasuredAndCanBeSampled(String run, String objective, String variance) throws IOException {
        // when
        Trained trained = train(settings(run, objective, 6));

        // then: the event tells what the checkpoint is worth
        CheckpointEvent event = CheckpointTopic.read(kafka).stream()
                .filter(checkpoint -> run.equals(checkpoint.getRunId()))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        assertThat(event.getStep()).isEqualTo(6);
        assertThat(event.getSystem()).isEqualTo("sr3");
        assertThat(event.getMetrics()).containsOnlyKeys("psnrY", "ssimY", "consistency");
        assertThat(event.getMetrics().get("psnrY")).isBetween(2.0, 60.0);

        // and: its bundle, fetched from the store, is a model that samples
        ModelBundle bundle = BundleArchive.decode(store.read(event.getBundle()), "test");
        assertThat(bundle.sha256()).isEqualTo(trained.bundle().sha256());
        ModelDescription.WholeImage whole =
                Objects.requireNonNull(bundle.description().wholeImage());
        assertThat(whole.process().path("variance").asText()).isEqualTo(variance);
        FloatImage result = sampled(bundle);
        assertThat(result.width()).isEqualTo(40);
        for (float value : result.values()) {
            assertThat(value).isFinite();
        }
    }

    @Test
    void networksForAnyMagnificationAreTrainedInTwoPhases() throws IOException {
        // given
        List<String> plan = List.of(
                "network: {family: idm, width: 8, blocks: 1}",
                "chain: {steps: 30}",
                "sr3: {network: {multipliers: [1, 2], attention-at: [0]}}",
                "idm: {magnifications: \"1.5:2\", phase-one-steps: 2, encoder-blocks: 1, encoder-width: 8}");

        // when: a checkpoint in the second phase, from which another call goes on
        train(settings("phases", plan, 4));
        Trained trained = train(settings("phases", plan, 6));

        // then
        assertThat(trained.checkpoint().getSystem()).isEqualTo("idm");
        assertThat(trained.checkpoint().getMetrics())
                .containsOnlyKeys("psnrY", "ssimY", "consistency", "psnrY@1.5", "psnrY@1.75")
                .allSatisfy((name, value) -> {
                    if (name.startsWith("psnrY")) {
                        assertThat(value).as(name).isBetween(2.0, 60.0);
                    }
                });
        assertThat(trained.bundle().description().scale()).isEqualTo(2);
        assertThat(sampled(trained.bundle()).width()).isEqualTo(20);
        assertThat(train(settings("unbroken", plan, 6)).bundle().sha256())
                .isEqualTo(trained.bundle().sha256());
    }

    @Test
    void aRunInTwoPartsEndsWithTheWeightsOfOne() throws IOException {
        // given: a run whose last checkpoint was at four steps
        Trained whole = train(settings("whole", "{predict: noise}", 6));
        train(settings("parts", "{predict: noise}", 4));

        // when
        Trained parts = train(settings("parts", "{predict: noise}", 6));

        // then
        assertThat(parts.bundle().sha256()).isEqualTo(whole.bundle().sha256());
    }

    private static Trained train(TrainerSettings settings) {
        try (TrainerService trainer =
                TrainerService.start(settings, new SimpleMeterRegistry(), (step, loss, rate) -> {})) {
            return trainer.done().join();
        }
    }

    private TrainerSettings settings(String run, String objective, int steps) throws IOException {
        List<String> plan = List.of(
                "network: {family: sr3, width: 8, blocks: 1}",
                "chain: {steps: 30}",
                "sr3: {objective: " + objective + ", network: {multipliers: [1, 2], attention-at: [0]}}");
        return settings(run, plan, steps);
    }

    private TrainerSettings settings(String run, List<String> plan, int steps) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "kafka: {bootstrap: \"" + kafka.bootstrap() + "\"}",
                "blobs: " + directory.resolve("blobs").toUri(),
                "folder: " + folder.resolve(run),
                "run: " + run,
                "dataset: " + DATASET,
                "training: {steps: " + steps + ", batch: 2, patch: 8, warm-up: 2, decay: constant, precision: fp32}",
                "checkpoints: {every: 4, validation-images: 1}"));
        lines.addAll(plan);
        return TrainerConfig.read(Files.write(folder.resolve(run + ".yaml"), lines))
                .settings("test");
    }

    private static FloatImage sampled(ModelBundle bundle) {
        try (FrameModel model = WholeImageModels.load(bundle, Precision.FP32)) {
            FrameModel few = model.withSteps(4);
            FrameChain chain = few.begin(LowRes.grey(new Plane(10, 8)), 1);
            for (int i = 0; i < 4; i++) {
                chain.step();
            }
            return chain.result();
        }
    }
}
