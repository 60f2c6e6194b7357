package io.acuity.cli.bench.soak;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.cli.bench.BenchImages;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.events.Operation;
import io.acuity.events.Outcome;
import io.acuity.events.UpscaleResult;
import io.acuity.networks.MaskedModels;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.topics.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Submits small images, some at a time, and hears of their results. Owned by the command's thread. */
final class SoakLoad implements AutoCloseable {
    /** Different sizes, so that jobs meet different shapes and share batches. */
    private static final List<Integer> SIDES = List.of(24, 32, 48);

    private static final int AT_ONCE = 32;
    private static final int ACCEPTED = 202;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI submissions;
    private final List<IntFunction<byte[]>> images =
            SIDES.stream().map(side -> BenchImages.numbered(side, side)).toList();
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final AtomicInteger failed = new AtomicInteger();
    private final EventTail<UpscaleResult> results;
    private final AtomicInteger submitted = new AtomicInteger();

    SoakLoad(KafkaSettings kafka, URI gateway, ModelDescription model) {
        Operation operation =
                MaskedModels.SYSTEM.equals(model.system()) ? Operation.MASKED_DIFFUSION : Operation.RESIDUAL_SHIFT;
        this.submissions = gateway.resolve("/v1/upscales?format=png&model=" + model.name() + "&operation=" + operation);
        this.results = EventTail.open(kafka, Topic.RESULTS, new TailStart.Beginning(), (key, result) -> end(result));
    }

    private void end(@Nullable UpscaleResult result) {
        if (result != null && ended.add(result.getJobId())) {
            failed.addAndGet(result.getOutcome() == Outcome.SUCCEEDED ? 0 : 1);
            places.release();
        }
    }

    /** Submits so many; returns when all have ended. */
    void run(int jobs) throws IOException, InterruptedException {
        for (int i = 0; i < jobs; i++) {
            take(1);
            int number = submitted.getAndIncrement();
            submit(images.get(number % SIDES.size()).apply(number));
        }
        take(AT_ONCE);
        places.release(AT_ONCE);
    }

    private void take(int count) throws InterruptedException {
        if (!places.tryAcquire(count, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new CommandException(
                    ExitCode.FAILED,
                    ended.size() + " of " + submitted + " jobs ended, and none for " + PATIENCE.toMinutes()
                            + " minutes.");
        }
    }

    private void submit(byte[] image) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(submissions)
                .timeout(PATIENCE)
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(image))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != ACCEPTED) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "The gateway refused a job ("
                            + JSON.readTree(answer.body()).path("detail").asText() + ").");
        }
    }

    /** Jobs that did not succeed. */
    int failed() {
        return failed.get();
    }

    @Override
    public void close() {
        results.close();
        http.shutdownNow();
        http.close();
    }
}
