package io.acuity.cli.bench.scale;

import io.acuity.events.BlobReference;
import io.acuity.events.Operation;
import io.acuity.events.Outcome;
import io.acuity.events.Recipe;
import io.acuity.events.UpscaleRequest;
import io.acuity.events.UpscaleResult;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.topics.Topic;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Publishes requests by reference and waits for their results, as a client of the topics would. */
final class ScaleClient implements AutoCloseable {

    private static final int ON_THE_WAY = 500;

    private final EventPublisher publisher;
    private final EventTail<UpscaleResult> results;
    private final ConcurrentMap<String, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(ON_THE_WAY);
    private final LongAdder doubled = new LongAdder();

    ScaleClient(KafkaSettings kafka) {
        this.publisher = EventPublisher.open(kafka);
        this.results = EventTail.open(kafka, Topic.RESULTS, new TailStart.End(), this::ended);
    }

    /** Results that came a second time. */
    long doubled() {
        return doubled.sum();
    }

    /**
     * Publishes jobs as fast as the broker takes them and waits for the last result.
     *
     * @param images to be named by the requests, in turn
     * @throws IllegalStateException when a job does not succeed, or the last does not come in time
     */
    void run(int jobs, List<BlobReference> images, long patienceSeconds) throws InterruptedException {
        CompletableFuture<?>[] all = new CompletableFuture<?>[jobs];
        for (int job = 0; job < jobs; job++) {
            all[job] = submit(images.get(job % images.size()));
        }
        CompletableFuture<Void> last = CompletableFuture.allOf(all);
        try {
            last.orTimeout(patienceSeconds, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof TimeoutException
                    ? new IllegalStateException(
                            waiting.size() + " results did not come within " + patienceSeconds + " s; see the log.", e)
                    : new IllegalStateException("A job of the benchmark failed: " + e.getCause(), e);
        } finally {
            // Results that nobody waits for any more are those that come twice.
            waiting.clear();
        }
    }

    private CompletableFuture<Void> submit(BlobReference image) throws InterruptedException {
        String jobId = UUID.randomUUID().toString();
        CompletableFuture<Void> result = new CompletableFuture<>();
        waiting.put(jobId, result);
        room.acquire();
        UpscaleRequest request = UpscaleRequest.newBuilder()
                .setJobId(jobId)
                .setOperation(Operation.RESIDUAL_SHIFT)
                .setInput(image)
                .setRecipe(Recipe.newBuilder().setModel("fixed-latency").build())
                .setSubmittedAt(Instant.now())
                .build();
        var unused = publisher.publish(Topic.REQUESTS, jobId, request).whenComplete((stored, failure) -> {
            room.release();
            if (failure != null) {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    private void ended(String jobId, @Nullable UpscaleResult result) {
        CompletableFuture<Void> future = waiting.remove(jobId);
        if (future == null || result == null) {
            doubled.increment();
        } else if (result.getOutcome() == Outcome.SUCCEEDED) {
            future.complete(null);
        } else {
            future.completeExceptionally(
                    new IllegalStateException(result.getFailure().getMessage()));
        }
    }

    @Override
    public void close() {
        results.close();
        publisher.close();
    }
}
