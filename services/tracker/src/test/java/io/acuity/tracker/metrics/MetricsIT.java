package io.acuity.tracker.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.events.Cost;
import io.acuity.events.MetricsWindow;
import io.acuity.events.Outcome;
import io.acuity.events.UpscaleResult;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsIT {

    private static final String CHECKPOINT = "acuity-s-x4@0123456789ab";
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final int JOBS = 3_000;

    @TempDir
    Path directory;

    @Test
    void countsAreExactAfterTrackersWereKilledAtWork() throws Exception {
        // given
        Map<String, MetricsWindow> windows = new ConcurrentHashMap<>();
        try (var broker = EmbeddedBroker.start(directory.resolve("broker"), 0)) {
            KafkaSettings kafka = KafkaSettings.of(broker.bootstrap());
            TopicAdmin.ensure(kafka, 2);
            try (var publisher = EventPublisher.open(kafka);
                    var tail = EventTail.open(kafka, Topic.METRICS, new TailStart.Beginning(), windows::put)) {

                // when: killed twice while it counts
                publish(publisher, 0, JOBS / 3);
                try (var first = TrackerProcess.start(kafka, directory.resolve("tracker"))) {
                    await().atMost(SOON).until(() -> succeeded(windows) > 0);
                    publish(publisher, JOBS / 3, 2 * JOBS / 3);
                    first.kill();
                }
                try (var second = TrackerProcess.start(kafka, directory.resolve("tracker"))) {
                    await().atMost(SOON).until(() -> succeeded(windows) > JOBS / 3);
                    publish(publisher, 2 * JOBS / 3, JOBS);
                    // Some results twice, as a lane that works at least once would tell them.
                    publish(publisher, 0, JOBS / 10);
                    second.kill();
                }
                publish(publisher, JOBS, JOBS + 1);
                try (var third = TrackerProcess.start(kafka, directory.resolve("tracker"))) {

                    // then
                    await().atMost(SOON).until(() -> succeeded(windows) >= JOBS + 1);
                    publish(publisher, JOBS + 1, JOBS + 2);
                    await().atMost(SOON).until(() -> succeeded(windows) >= JOBS + 2);
                    assertThat(succeeded(windows)).isEqualTo(JOBS + 2);
                    assertThat(windows.values().stream()
                                    .mapToLong(window -> window.getLatency().getCount())
                                    .sum())
                            .isEqualTo(JOBS + 2);
                    assertThat(tail.ended()).isNotDone();
                    assertThat(third.isAlive()).isTrue();
                }
            }
        }
    }

    private static long succeeded(Map<String, MetricsWindow> windows) {
        return windows.values().stream().mapToLong(MetricsWindow::getSucceeded).sum();
    }

    private static void publish(EventPublisher publisher, int from, int to) {
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int i = from; i < to; i++) {
            sent.add(publisher.publish(Topic.RESULTS, "job-" + i, result("job-" + i)));
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
    }

    private static UpscaleResult result(String jobId) {
        return UpscaleResult.newBuilder()
                .setJobId(jobId)
                .setOutcome(Outcome.SUCCEEDED)
                .setCheckpoint(CHECKPOINT)
                .setWorker("w1")
                .setCompletedAt(Instant.now())
                .setCost(Cost.newBuilder()
                        .setNetworkCalls(1)
                        .setNetworkPixels(75)
                        .setDenseNetworkPixels(100)
                        .setEncoderPixels(0)
                        .setQueueMs(0)
                        .setDecodeMs(0)
                        .setComputeMs(10)
                        .setEncodeMs(0)
                        .setTotalMs(20)
                        .build())
                .build();
    }
}
