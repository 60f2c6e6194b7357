package io.acuity.tracker.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.events.FrameRequest;
import io.acuity.events.FrameResult;
import io.acuity.events.FrameState;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.broker.EmbeddedBroker;
import io.acuity.streaming.topics.Topic;
import io.acuity.tracker.TrackerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

class FrameOrderIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int FRAMES = 500;
    private static final int WINDOW = 24;
    private static final int PACED = 60;

    @TempDir
    Path directory;

    private final List<FrameResult> results = new CopyOnWriteArrayList<>();
    private final Map<Long, Long> arrivals = new ConcurrentHashMap<>();

    @Test
    void aClipIsToldExactlyThoughTrackersWereKilledAtWork(TestReporter reporter) throws Exception {
        // given
        try (var broker = EmbeddedBroker.start(directory.resolve("broker"), 0)) {
            KafkaSettings kafka = KafkaSettings.of(broker.bootstrap());
            TopicAdmin.ensure(kafka, 4);
            try (var publisher = EventPublisher.open(kafka);
                    var tail = EventTail.open(
                            kafka,
                            Topic.FRAME_RESULTS,
                            new TailStart.Beginning(),
                            (key, result) -> hear(Objects.requireNonNull(result)))) {
                List<FrameResult> outcomes = shuffled(new Random(11));

                // when: killed twice while frames come
                try (var first = TrackerProcess.start(kafka, directory.resolve("tracker"))) {
                    ask(publisher, 0, FRAMES);
                    tell(publisher, outcomes, 0, 150);
                    await().atMost(SOON).until(() -> results.size() > 50);
                    tell(publisher, outcomes, 150, 300);
                    first.kill();
                }
                try (var second = TrackerProcess.start(kafka, directory.resolve("tracker"))) {
                    // Some again, as by a worker that died before it could commit.
                    tell(publisher, outcomes, 100, 200);
                    await().atMost(SOON).until(() -> results.size() > 200);
                    tell(publisher, outcomes, 300, 400);
                    second.kill();
                }
                try (var third = TrackerProcess.start(kafka, directory.resolve("tracker"))) {
                    tell(publisher, outcomes, 400, FRAMES);
                    publisher
                            .publish(Topic.FRAMES, "clip/end", Frames.end("clip", FRAMES))
                            .join();

                    // then
                    await().atMost(SOON).until(() -> results.size() > FRAMES);
                    assertThat(results)
                            .extracting(FrameResult::getIndex)
                            .isEqualTo(LongStream.rangeClosed(0, FRAMES).boxed().toList());
                    assertThat(results.subList(0, FRAMES))
                            .extracting(FrameResult::getState)
                            .containsOnly(FrameState.UPSCALED);
                    assertThat(results.getLast().getState()).isEqualTo(FrameState.END);
                    assertThat(third.isAlive()).isTrue();

                    // and when: frames come one by one, 25 in a second
                    List<Long> millis = pace(publisher);

                    // then
                    reporter.publishEntry(Map.of(
                            "frames", Integer.toString(PACED),
                            "medianMillis", millis.get(PACED / 2).toString(),
                            "p95Millis", millis.get(PACED * 95 / 100).toString(),
                            "mostMillis", millis.getLast().toString()));
                    assertThat(millis.get(PACED / 2)).isLessThan(1_000);
                    assertThat(tail.ended()).isNotDone();
                }
            }
        }
    }

    private void hear(FrameResult result) {
        arrivals.put(result.getIndex(), System.nanoTime());
        results.add(result);
    }

    // From what the worker tells to what a reader hears, shortest first.
    private List<Long> pace(EventPublisher publisher) {
        results.clear();
        arrivals.clear();
        Map<Long, Long> departures = new ConcurrentHashMap<>();
        List<CompletableFuture<Void>> sent = new CopyOnWriteArrayList<>();
        var next = new AtomicInteger();
        try (var clock = Executors.newSingleThreadScheduledExecutor()) {
            var ticking = clock.scheduleAtFixedRate(
                    () -> {
                        long index = next.getAndIncrement();
                        departures.put(index, System.nanoTime());
                        sent.add(publisher.publish(Topic.FRAME_OUTCOMES, "live", Frames.outcome("live", index)));
                    },
                    0,
                    40,
                    TimeUnit.MILLISECONDS);
            await().atMost(SOON).until(() -> results.size() >= PACED);
            ticking.cancel(false);
        }
        assertThat(sent).noneMatch(CompletableFuture::isCompletedExceptionally);
        return LongStream.range(0, PACED)
                .map(index -> TimeUnit.NANOSECONDS.toMillis(
                        arrivals.getOrDefault(index, Long.MAX_VALUE) - departures.getOrDefault(index, 0L)))
                .sorted()
                .boxed()
                .toList();
    }

    // As several workers would get done: nearly in order.
    private static List<FrameResult> shuffled(Random random) {
        List<FrameResult> outcomes = new ArrayList<>(LongStream.range(0, FRAMES)
                .mapToObj(index -> Frames.outcome("clip", index))
                .toList());
        for (int from = 0; from < FRAMES; from += WINDOW) {
            Collections.shuffle(outcomes.subList(from, Math.min(FRAMES, from + WINDOW)), random);
        }
        return outcomes;
    }

    private static void ask(EventPublisher publisher, int from, int to) {
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int i = from; i < to; i++) {
            FrameRequest request = Frames.request("clip", i);
            sent.add(publisher.publish(Topic.FRAMES, Frames.key(request), request));
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
    }

    private static void tell(EventPublisher publisher, List<FrameResult> outcomes, int from, int to) {
        CompletableFuture.allOf(outcomes.subList(from, to).stream()
                        .map(outcome -> publisher.publish(Topic.FRAME_OUTCOMES, "clip", outcome))
                        .toArray(CompletableFuture[]::new))
                .join();
    }
}
