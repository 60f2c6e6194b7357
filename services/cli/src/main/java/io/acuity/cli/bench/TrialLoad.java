package io.acuity.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.events.JobEvent;
import io.acuity.events.Outcome;
import io.acuity.events.UpscaleResult;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Small jobs at a steady rate, whatever their answers take: uploaded to the gateway, each a picture of its own, their ends read from
 * the topics. Safe for use by several threads.
 */
final class TrialLoad implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A job that has not ended by then is lost; on a busy machine a backlog may take a minute. */
    private static final Duration LOST = Duration.ofMinutes(4);

    private static final int ACCEPTED = 202;

    private final URI submit;
    private final IntFunction<byte[]> images;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("acuity-bench-load").factory());
    private final AtomicInteger drawn = new AtomicInteger();
    private final Map<String, CompletableFuture<UpscaleResult>> results = new ConcurrentHashMap<>();
    /** By job, the checkpoint that failed it before it went on with stable. */
    private final Map<String, String> moved = new ConcurrentHashMap<>();

    private final Deque<EventTail<?>> tails = new ArrayDeque<>();
    private volatile Phase phase = new Phase();
    private volatile boolean held;

    TrialLoad(KafkaSettings kafka, URI gateway, String model, int side) {
        this.submit = gateway.resolve("/v1/upscales?format=png&model=" + model);
        this.images = BenchImages.numbered(side, 0);
        tails.push(EventTail.open(kafka, Topic.RESULTS, new TailStart.End(), this::ended));
        tails.push(EventTail.open(kafka, Topic.JOB_EVENTS, new TailStart.End(), this::told));
    }

    /** The jobs that were submitted between two moments. */
    final class Phase {
        /** By job, the checkpoint its result names. */
        private final Map<String, String> succeeded = new ConcurrentHashMap<>();

        private final AtomicInteger failed = new AtomicInteger();
        private final Queue<Double> millis = new ConcurrentLinkedQueue<>();
        private final Queue<CompletableFuture<?>> running = new ConcurrentLinkedQueue<>();

        /** Waits for the end of its jobs; for a phase that is over. */
        void await() {
            CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
        }

        /** Jobs that have not ended. */
        long unfinished() {
            return running.stream().filter(job -> !job.isDone()).count();
        }

        /** Milliseconds from upload to result, of the jobs that succeeded. */
        List<Double> millis() {
            return List.copyOf(millis);
        }

        int jobs() {
            return succeeded.size() + failed.get();
        }

        /** Jobs that did not succeed, or were not accepted. */
        int failed() {
            return failed.get();
        }

        /** Jobs whose results name this checkpoint. */
        long servedBy(String checkpoint) {
            return succeeded.values().stream().filter(checkpoint::equals).count();
        }

        /** Jobs that this checkpoint failed, whatever became of them then. */
        long failedOn(String checkpoint) {
            return moved.entrySet().stream()
                    .filter(job -> job.getValue().equals(checkpoint) && succeeded.containsKey(job.getKey()))
                    .count();
        }

        /** Jobs that {@code candidate} failed and whose results name {@code stable}. */
        long rescued(String candidate, String stable) {
            return moved.entrySet().stream()
                    .filter(job -> job.getValue().equals(candidate) && stable.equals(succeeded.get(job.getKey())))
                    .count();
        }

        private void submitted(CompletableFuture<UpscaleResult> job) {
            long start = System.nanoTime();
            running.removeIf(CompletableFuture::isDone);
            running.add(job.handle((result, failure) -> {
                if (failure == null && result.getOutcome() == Outcome.SUCCEEDED) {
                    millis.add((System.nanoTime() - start) / 1e6);
                    succeeded.put(result.getJobId(), result.getCheckpoint());
                } else {
                    failed.incrementAndGet();
                }
                return true;
            }));
        }
    }

    /** Begins to submit. */
    void start(double jobsPerSecond) {
        var unused = clock.scheduleAtFixedRate(
                this::submit, 0, Math.round(TimeUnit.SECONDS.toNanos(1) / jobsPerSecond), TimeUnit.NANOSECONDS);
    }

    /** Jobs submitted after this belong to the phase it returns. */
    Phase enter() {
        Phase next = new Phase();
        // On the thread that submits, so that no job is between two phases.
        CompletableFuture.runAsync(() -> phase = next, clock).join();
        return next;
    }

    /** Submits nothing until all jobs have ended. */
    void drain() {
        held = true;
        Phase last = phase;
        enter();
        last.await();
        held = false;
    }

    private void submit() {
        if (held) {
            return;
        }
        HttpRequest upload = HttpRequest.newBuilder(submit)
                .timeout(LOST)
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(images.apply(drawn.incrementAndGet())))
                .build();
        phase.submitted(http.sendAsync(upload, BodyHandlers.ofByteArray()).thenCompose(this::accepted));
    }

    private CompletableFuture<UpscaleResult> accepted(HttpResponse<byte[]> answer) {
        if (answer.statusCode() != ACCEPTED) {
            throw new IllegalStateException("The gateway answered with status " + answer.statusCode() + ".");
        }
        String jobId = jobId(answer.body());
        // The result may have come before the answer.
        return results.computeIfAbsent(jobId, id -> new CompletableFuture<>())
                .orTimeout(LOST.toSeconds(), TimeUnit.SECONDS)
                .whenComplete((result, failure) -> results.remove(jobId));
    }

    private static String jobId(byte[] json) {
        try {
            return JSON.readTree(json).path("id").asText();
        } catch (IOException e) {
            throw new UncheckedIOException("The gateway's answer is no JSON.", e);
        }
    }

    private void ended(String jobId, @Nullable UpscaleResult result) {
        if (result != null) {
            results.computeIfAbsent(jobId, id -> new CompletableFuture<>()).complete(result);
        }
    }

    private void told(String jobId, @Nullable JobEvent event) {
        if (event != null && event.getFailure() != null && event.getCheckpoint() != null) {
            moved.put(jobId, event.getCheckpoint());
        }
    }

    /** Submits no more. */
    @Override
    public void close() {
        clock.shutdownNow();
        while (!tails.isEmpty()) {
            tails.pop().close();
        }
        http.shutdownNow();
        http.close();
    }
}
