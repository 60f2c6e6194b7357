package io.acuity.worker;

import static io.acuity.worker.TestPictures.picture;
import static io.acuity.worker.TestPictures.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.events.BlobReference;
import io.acuity.events.InlinePayload;
import io.acuity.events.JobEvent;
import io.acuity.events.JobState;
import io.acuity.events.Operation;
import io.acuity.events.Outcome;
import io.acuity.events.Recipe;
import io.acuity.events.UpscaleRequest;
import io.acuity.events.UpscaleResult;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.broker.EmbeddedBroker;
import io.acuity.streaming.lane.LaneState;
import io.acuity.streaming.topics.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that takes nothing for a while, as when its disk is full. */
class StoreOutageIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    /** More than a job is given that fails by itself. */
    private static final int ATTEMPTS = 4;

    @TempDir
    Path folder;

    private final List<UpscaleResult> results = new CopyOnWriteArrayList<>();
    private final List<JobEvent> attempts = new CopyOnWriteArrayList<>();

    @Test
    void aJobWhoseResultCannotBeStoredWaitsUntilItCan() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            KafkaSettings kafka = KafkaSettings.of(broker.bootstrap());
            TopicAdmin.ensure(kafka, 1);
            try (EventPublisher publisher = EventPublisher.open(kafka);
                    var results = EventTail.open(
                            kafka,
                            Topic.RESULTS,
                            new TailStart.Beginning(),
                            (key, result) -> this.results.add(result));
                    var events = EventTail.open(
                            kafka, Topic.JOB_EVENTS, new TailStart.Beginning(), (key, event) -> keepAttempt(event));
                    WorkerService worker = worker(kafka)) {
                // given
                results.caughtUp().join();
                events.caughtUp().join();
                Path incoming = folder.resolve("blobs").resolve("incoming");
                Files.delete(incoming);
                publisher.publish(Topic.REQUESTS, "patient", request("patient")).join();
                await().atMost(SOON).untilAsserted(() -> assertThat(attempts).hasSizeGreaterThanOrEqualTo(ATTEMPTS));
                assertThat(this.results).isEmpty();

                // when
                Files.createDirectory(incoming);

                // then
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(this.results)
                                .singleElement()
                                .satisfies(result -> {
                                    assertThat(result.getOutcome()).isEqualTo(Outcome.SUCCEEDED);
                                    assertThat(result.getOutput()).isInstanceOf(BlobReference.class);
                                }));
                assertThat(worker.state()).isInstanceOf(LaneState.Running.class);
            }
        }
    }

    private WorkerService worker(KafkaSettings kafka) throws IOException {
        return WorkerService.start(
                WorkerSettings.of(kafka, folder.resolve("blobs").toUri(), "patient"),
                WorkerDevice.open(
                        SchedulerSettings.DEFAULT, scheduler -> new EchoShelf(), SmallResNet.installed(folder)));
    }

    private void keepAttempt(@Nullable JobEvent event) {
        if (event != null && event.getState() == JobState.STARTED && event.getTilesTotal() == 0) {
            attempts.add(event);
        }
    }

    /** Small enough to travel in the record; its result is not. */
    private static UpscaleRequest request(String jobId) {
        return UpscaleRequest.newBuilder()
                .setJobId(jobId)
                .setOperation(Operation.RESIDUAL_SHIFT)
                .setInput(new InlinePayload("image/png", ByteBuffer.wrap(png(picture(3, 300, 250)))))
                .setRecipe(Recipe.newBuilder().setModel("echo").build())
                .setSubmittedAt(Instant.now())
                .build();
    }
}
