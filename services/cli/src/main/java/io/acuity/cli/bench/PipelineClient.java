package io.acuity.cli.bench;

import io.acuity.events.Operation;
import io.acuity.events.Outcome;
import io.acuity.events.OutputFormat;
import io.acuity.events.Recipe;
import io.acuity.events.UpscaleRequest;
import io.acuity.events.UpscaleResult;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.blob.Payloads;
import io.acuity.streaming.topics.Topic;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Submits images by topic and completes with their results, as a client of the topics would. */
final class PipelineClient implements AutoCloseable {
    private final Map<String, CompletableFuture<UpscaleResult>> waiting = new ConcurrentHashMap<>();
    private final String model;
    private final Operation operation;
    private final Payloads payloads;
    private final EventPublisher publisher;
    private final EventTail<UpscaleResult> results;

    PipelineClient(String bootstrap, URI blobStore, String model, Operation operation) {
        KafkaSettings kafka = KafkaSettings.of(bootstrap);
        this.model = model;
        this.operation = operation;
        this.payloads = new Payloads(BlobStores.open(blobStore));
        this.publisher = EventPublisher.open(kafka);
        this.results = EventTail.open(kafka, Topic.RESULTS, new TailStart.End(), this::ended);
    }

    /** Publishes a request; the future completes with the result, or fails if the job did not succeed. */
    CompletableFuture<UpscaleResult> submit(byte[] image) {
        String jobId = UUID.randomUUID().toString();
        CompletableFuture<UpscaleResult> result = new CompletableFuture<>();
        waiting.put(jobId, result);
        UpscaleRequest request = UpscaleRequest.newBuilder()
                .setJobId(jobId)
                .setOperation(operation)
                .setInput(payloads.put(image, "image/png"))
                .setRecipe(Recipe.newBuilder()
                        .setModel(model)
                        .setFormat(OutputFormat.PNG)
                        .build())
                .setSubmittedAt(Instant.now())
                .build();
        return publisher.publish(Topic.REQUESTS, jobId, request).thenCompose(published -> result);
    }

    /** The bytes of a result. */
    byte[] read(Object payload) {
        return payloads.read(payload);
    }

    private void ended(String jobId, @Nullable UpscaleResult result) {
        CompletableFuture<UpscaleResult> future = waiting.remove(jobId);
        if (future == null || result == null) {
            return;
        }
        if (result.getOutcome() == Outcome.SUCCEEDED) {
            future.complete(result);
        } else {
            future.completeExceptionally(
                    new IllegalStateException("A job of the benchmark ended as " + result.getOutcome() + "."));
        }
    }

    @Override
    public void close() {
        results.close();
        publisher.close();
    }
}
