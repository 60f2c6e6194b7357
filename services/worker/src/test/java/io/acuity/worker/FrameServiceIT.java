package io.acuity.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.events.BlobReference;
import io.acuity.events.Cancel;
import io.acuity.events.DeadLetter;
import io.acuity.events.FailureCode;
import io.acuity.events.FrameRequest;
import io.acuity.events.FrameResult;
import io.acuity.events.FrameState;
import io.acuity.events.FrameTime;
import io.acuity.events.Recipe;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.broker.EmbeddedBroker;
import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.topics.Topic;
import io.acuity.video.FramePixels;
import io.acuity.video.pam.PamFrames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames over the real broker, with a network that repeats pixels. */
class FrameServiceIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final List<FrameResult> OUTCOMES = new CopyOnWriteArrayList<>();
    private static final List<DeadLetter> LETTERS = new CopyOnWriteArrayList<>();

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private static EventPublisher publisher;
    private static BlobStore store;
    private static WorkerService worker;
    private static EventTail<FrameResult> outcomes;
    private static EventTail<DeadLetter> letters;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        KafkaSettings kafka = KafkaSettings.of(broker.bootstrap());
        TopicAdmin.ensure(kafka, 2);
        publisher = EventPublisher.open(kafka);
        store = BlobStores.directory(folder.resolve("blobs"));
        outcomes = EventTail.open(kafka, Topic.FRAME_OUTCOMES, new TailStart.Beginning(), (clip, outcome) -> {
            if (outcome != null) {
                OUTCOMES.add(outcome);
            }
        });
        letters = EventTail.open(kafka, Topic.DEAD_LETTERS, new TailStart.Beginning(), (key, letter) -> {
            if (letter != null) {
                LETTERS.add(letter);
            }
        });
        worker = WorkerService.start(
                WorkerSettings.of(kafka, folder.resolve("blobs").toUri(), "test"),
                WorkerDevice.open(SchedulerSettings.DEFAULT, scheduler -> new EchoShelf(), folder));
    }

    @AfterAll
    static void stop() {
        worker.close();
        outcomes.close();
        letters.close();
        publisher.close();
        store.close();
        broker.close();
    }

    @Test
    void everyFrameOfEverySegmentHasOneOutcomeAndStillTilesAreKept() {
        // given: two segments of a clip in which nothing moves
        FramePixels still = noise(64, 40, 1);

        // when
        for (int index = 0; index < 12; index++) {
            publish(frame("still", index / 6, index, still).build());
        }

        // then
        await().atMost(SOON).until(() -> of("still").size() == 12);
        assertThat(of("still"))
                .extracting(FrameResult::getIndex)
                .containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
        assertThat(of("still")).allSatisfy(outcome -> {
            boolean first = outcome.getIndex() % 6 == 0;
            assertThat(outcome.getState()).isEqualTo(FrameState.UPSCALED);
            assertThat(outcome.getTime().getPts()).isEqualTo(1001 * outcome.getIndex());
            assertThat(outcome.getTilesReused()).isEqualTo(first ? 0 : outcome.getTiles());
            FramePixels result = PamFrames.decode(store.read((BlobReference) outcome.getImage()), Integer.MAX_VALUE);
            assertThat(result.width()).isEqualTo(256);
            assertThat(result.sample(255, 159, 1)).isEqualTo(still.sample(63, 39, 1));
        });
        assertThat(of("still").stream()
                        .map(outcome -> ((BlobReference) outcome.getImage()).getUri())
                        .distinct())
                .as("equal frames are different blobs")
                .hasSize(12);
    }

    @Test
    void whatCannotBeComputedIsToldAndHoldsNobodyUp() {
        // given
        FramePixels pixels = noise(32, 32, 2);
        Instant past = Instant.now().minusSeconds(5);

        // when
        publish(frame("mixed", 0, 0, pixels).build());
        publish(frame("mixed", 0, 1, pixels).setImage(null).build());
        publish(frame("mixed", 0, 2, pixels).setDeadline(past).build());
        publish(frame("mixed", 0, 3, pixels).build());

        // then
        await().atMost(SOON).until(() -> of("mixed").size() == 4);
        assertThat(state("mixed", 0)).isEqualTo(FrameState.UPSCALED);
        assertThat(state("mixed", 1)).isEqualTo(FrameState.FAILED);
        assertThat(state("mixed", 2)).isEqualTo(FrameState.GAP);
        assertThat(state("mixed", 3)).isEqualTo(FrameState.UPSCALED);
    }

    @Test
    void framesOfACancelledClipAreGaps() {
        // given
        FramePixels pixels = noise(32, 32, 4);
        publisher
                .publish(Topic.CONTROL, "gone", new Cancel("gone", Instant.now(), null))
                .join();

        // when: the worker hears of it in its own time
        AtomicLong index = new AtomicLong();
        await().atMost(SOON).until(() -> {
            long next = index.getAndIncrement();
            publish(frame("gone", 0, next, pixels).build());
            await().atMost(SOON).until(() -> of("gone").size() > next);
            return state("gone", next) == FrameState.GAP;
        });

        // then
        publish(frame("gone", 0, index.get(), pixels).build());
        await().atMost(SOON).until(() -> of("gone").size() > index.get());
        assertThat(state("gone", index.get())).isEqualTo(FrameState.GAP);
        assertThat(of("gone").getLast().getFailure().getMessage()).contains("cancelled");
        assertThat(of("gone").getLast().getImage()).isNull();
    }

    @Test
    void bytesThatAreNoFrameEndAsADeadLetter() {
        // when
        publisher
                .publish(new OutgoingEvent(
                        Topic.FRAMES.name(), "odd/0".getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3}))
                .join();

        // then
        await().atMost(SOON)
                .until(() -> LETTERS.stream()
                        .anyMatch(letter -> letter.getCode() == FailureCode.UNDECODABLE_RECORD
                                && letter.getTopic().equals(Topic.FRAMES.name())));
    }

    private static List<FrameResult> of(String clip) {
        return OUTCOMES.stream()
                .filter(outcome -> outcome.getClipId().equals(clip))
                .toList();
    }

    private static FrameState state(String clip, long index) {
        return of(clip).stream()
                .filter(outcome -> outcome.getIndex() == index)
                .findFirst()
                .orElseThrow()
                .getState();
    }

    private static void publish(FrameRequest request) {
        publisher
                .publish(Topic.FRAMES, request.getClipId() + "/" + request.getSegment(), request)
                .join();
    }

    private static FrameRequest.Builder frame(String clip, long segment, long index, FramePixels pixels) {
        return FrameRequest.newBuilder()
                .setClipId(clip)
                .setSegment(segment)
                .setIndex(index)
                .setTime(new FrameTime(1001 * index, 1001L, 1, 30_000))
                .setImage(store.put(PamFrames.encode(pixels), PamFrames.MEDIA_TYPE))
                .setRecipe(Recipe.newBuilder().setModel("echo").setSeed(3).build())
                .setSubmittedAt(Instant.now());
    }

    private static FramePixels noise(int width, int height, long seed) {
        FramePixels pixels = FramePixels.black(width, height, 8);
        new Random(seed).nextBytes(pixels.samples());
        return pixels;
    }
}
