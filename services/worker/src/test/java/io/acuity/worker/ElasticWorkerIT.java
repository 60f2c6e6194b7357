package io.acuity.worker;

import static io.acuity.worker.TestPictures.picture;
import static io.acuity.worker.TestPictures.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.events.Cancel;
import io.acuity.events.DeadLetter;
import io.acuity.events.FailureCode;
import io.acuity.events.InlinePayload;
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
import io.acuity.streaming.lane.LaneKind;
import io.acuity.streaming.lane.LaneState;
import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.topics.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two workers on the elastic lane and requests in a single partition. */
class ElasticWorkerIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Map<String, UpscaleResult> RESULTS = new ConcurrentHashMap<>();
    private static final Map<String, DeadLetter> LETTERS = new ConcurrentHashMap<>();

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private static EventPublisher publisher;
    private static List<WorkerService> workers;
    private static EventTail<UpscaleResult> results;
    private static EventTail<DeadLetter> letters;

    @BeforeAll
    static void startEverything() {
        broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        KafkaSettings kafka = KafkaSettings.of(broker.bootstrap());
        TopicAdmin.ensure(kafka, 1);
        publisher = EventPublisher.open(kafka);
        results = EventTail.open(kafka, Topic.RESULTS, new TailStart.Beginning(), RESULTS::put);
        letters = EventTail.open(kafka, Topic.DEAD_LETTERS, new TailStart.Beginning(), LETTERS::put);
        workers = Stream.of("w1", "w2").map(slot -> worker(kafka, slot)).toList();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(workers)
                        .allSatisfy(worker -> assertThat(worker.state()).isInstanceOf(LaneState.Running.class)));
    }

    private static WorkerService worker(KafkaSettings kafka, String slot) {
        return WorkerService.start(
                WorkerSettings.of(kafka, folder.resolve("blobs").toUri(), slot).withLane(LaneKind.ELASTIC),
                WorkerDevice.open(
                        SchedulerSettings.DEFAULT, scheduler -> new EchoShelf(), folder.resolve("backbones")));
    }

    @AfterAll
    static void stopEverything() {
        workers.parallelStream().forEach(WorkerService::close);
        results.close();
        letters.close();
        publisher.close();
        broker.close();
    }

    @Test
    void workersShareOnePartition() throws Exception {
        // given
        byte[] image = png(picture(3, 300, 300));

        // when
        List<UpscaleResult> ended = IntStream.range(0, 24).mapToObj(i -> submit(request(image))).toList().stream()
                .map(ElasticWorkerIT::result)
                .toList();

        // then
        assertThat(ended).allSatisfy(result -> assertThat(result.getOutcome()).isEqualTo(Outcome.SUCCEEDED));
        assertThat(ended).extracting(UpscaleResult::getWorker).contains("w1", "w2");
    }

    @Test
    void batchesAreDoneToo() throws Exception {
        // given
        UpscaleRequest request = request(png(picture(3, 8, 8)));

        // when
        publisher.publish(Topic.BATCH_REQUESTS, request.getJobId(), request).join();

        // then
        assertThat(result(request.getJobId()).getOutcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void bytesThatAreNoRequestEndAsADeadLetter() throws Exception {
        // given
        byte[] key = "noise".getBytes(StandardCharsets.UTF_8);

        // when
        publisher
                .publish(new OutgoingEvent(Topic.REQUESTS.name(), key, new byte[] {1, 2, 3}))
                .join();

        // then
        await().atMost(SOON).untilAsserted(() -> assertThat(LETTERS).containsKey("noise"));
        assertThat(Objects.requireNonNull(LETTERS.get("noise")).getCode()).isEqualTo(FailureCode.UNDECODABLE_RECORD);
        assertThat(result(submit(request(png(picture(3, 8, 8))))).getOutcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void cancelledAndExpiredJobsEndSo() throws Exception {
        // given
        byte[] image = png(picture(3, 8, 8));
        UpscaleRequest cancelled = request(image);
        UpscaleRequest expired = request(image);
        expired.setDeadline(Instant.now().minusSeconds(1));
        String id = cancelled.getJobId();
        publisher
                .publish(
                        Topic.CONTROL,
                        id,
                        Cancel.newBuilder().setJobId(id).setAt(Instant.now()).build())
                .join();

        // when: a worker may hear of it later than of the job
        await().atMost(SOON).untilAsserted(() -> {
            RESULTS.remove(id);
            assertThat(result(submit(cancelled)).getOutcome()).isEqualTo(Outcome.CANCELLED);
        });

        // then
        assertThat(result(submit(expired)).getOutcome()).isEqualTo(Outcome.EXPIRED);
        assertThat(LETTERS).doesNotContainKeys(id, expired.getJobId());
    }

    private static String submit(UpscaleRequest request) {
        publisher.publish(Topic.REQUESTS, request.getJobId(), request).join();
        return request.getJobId();
    }

    private static UpscaleResult result(String jobId) {
        return await().atMost(SOON).until(() -> RESULTS.get(jobId), result -> result != null);
    }

    private static UpscaleRequest request(byte[] image) {
        return UpscaleRequest.newBuilder()
                .setJobId(UUID.randomUUID().toString())
                .setOperation(Operation.RESIDUAL_SHIFT)
                .setInput(new InlinePayload("image/png", ByteBuffer.wrap(image)))
                .setRecipe(Recipe.newBuilder().setModel("echo").build())
                .setSubmittedAt(Instant.now())
                .build();
    }
}
