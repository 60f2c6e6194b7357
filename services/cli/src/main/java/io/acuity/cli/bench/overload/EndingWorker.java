package io.acuity.cli.bench.overload;

import io.acuity.events.BlobReference;
import io.acuity.events.Outcome;
import io.acuity.events.UpscaleRequest;
import io.acuity.events.UpscaleResult;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.topics.Topic;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Ends jobs at a steady rate, without doing anything for them. */
final class EndingWorker implements AutoCloseable {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final BlobReference NOTHING = new BlobReference("payloads/00/0", "0".repeat(64), 1L, "image/png");

    private final Queue<String> waiting = new ConcurrentLinkedQueue<>();
    private final EventPublisher publisher;
    private final EventTail<UpscaleRequest> requests;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("acuity-bench-ending").factory());

    EndingWorker(KafkaSettings kafka) {
        publisher = EventPublisher.open(kafka);
        requests = EventTail.open(kafka, Topic.REQUESTS, new TailStart.End(), (key, request) -> waiting.add(key));
        requests.caughtUp().join();
    }

    /** Begins; what a late tick misses, the next ones make good. */
    void begin(int perSecond) {
        var unused = clock.scheduleAtFixedRate(this::endOne, 0, SECOND / perSecond, TimeUnit.NANOSECONDS);
    }

    private void endOne() {
        String jobId = waiting.poll();
        if (jobId != null) {
            UpscaleResult result = UpscaleResult.newBuilder()
                    .setJobId(jobId)
                    .setOutcome(Outcome.SUCCEEDED)
                    .setOutput(NOTHING)
                    .setWorker("bench")
                    .setCompletedAt(Instant.now())
                    .build();
            var unused = publisher.publish(Topic.RESULTS, jobId, result);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        requests.close();
        publisher.close();
    }
}
