package io.acuity.gateway;

import io.acuity.events.BlobReference;
import io.acuity.events.Cancel;
import io.acuity.events.Failure;
import io.acuity.events.FailureCode;
import io.acuity.events.JobEvent;
import io.acuity.events.JobPreview;
import io.acuity.events.JobState;
import io.acuity.events.Operation;
import io.acuity.events.Outcome;
import io.acuity.events.UpscaleRequest;
import io.acuity.events.UpscaleResult;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.topics.Topic;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests by the seed they carry: {@link #HOLD} waits for a cancellation, {@link #FAIL} fails, others echo. Where previews are
 * asked for there is one, the image itself, if it lies in the store.
 */
final class FakeWorker implements AutoCloseable {

    static final long HOLD = 7;
    static final long FAIL = 13;

    private final EventPublisher publisher;
    private final EventTail<UpscaleRequest> requests;
    private final EventTail<Cancel> cancels;
    private final List<UpscaleRequest> seen = new CopyOnWriteArrayList<>();

    FakeWorker(KafkaSettings kafka) {
        publisher = EventPublisher.open(kafka);
        requests = EventTail.open(kafka, Topic.REQUESTS, new TailStart.End(), this::work);
        cancels = EventTail.open(kafka, Topic.CONTROL, new TailStart.End(), this::cancel);
    }

    /** Requests with this id, in the order of their arrival. */
    List<UpscaleRequest> requestsOf(String jobId) {
        return seen.stream().filter(request -> request.getJobId().equals(jobId)).toList();
    }

    private void work(String jobId, @Nullable UpscaleRequest request) {
        if (request == null) {
            return;
        }
        seen.add(request);
        JobEvent started = JobEvent.newBuilder()
                .setJobId(jobId)
                .setState(JobState.STARTED)
                .setAt(Instant.now())
                .setTilesDone(1)
                .setTilesTotal(2)
                .setPreview(preview(request))
                .build();
        var unused = publisher.publish(Topic.JOB_EVENTS, jobId, started);
        long seed = request.getRecipe().getSeed();
        if (seed == FAIL) {
            Failure failure = Failure.newBuilder()
                    .setCode(FailureCode.UNREADABLE_IMAGE)
                    .setMessage("The upload is not an image; send PNG or JPEG.")
                    .build();
            answer(result(jobId, Outcome.FAILED).setFailure(failure));
        } else if (seed != HOLD) {
            answer(result(jobId, Outcome.SUCCEEDED)
                    .setOutput(request.getInput())
                    .setOverlay(request.getOperation() == Operation.EXTRACT_ATTENTION ? request.getInput() : null)
                    .setWidth(8)
                    .setHeight(4));
        }
    }

    private static @Nullable JobPreview preview(UpscaleRequest request) {
        return request.getPreviews() && request.getInput() instanceof BlobReference picture
                ? JobPreview.newBuilder()
                        .setNumber(1)
                        .setStep(1)
                        .setSteps(4)
                        .setTilesDone(1)
                        .setTilesTotal(2)
                        .setPicture(picture)
                        .build()
                : null;
    }

    private void cancel(String jobId, @Nullable Cancel cancel) {
        if (cancel != null) {
            answer(result(jobId, Outcome.CANCELLED));
        }
    }

    private static UpscaleResult.Builder result(String jobId, Outcome outcome) {
        return UpscaleResult.newBuilder()
                .setJobId(jobId)
                .setOutcome(outcome)
                .setWorker("fake")
                .setCompletedAt(Instant.now());
    }

    private void answer(UpscaleResult.Builder result) {
        var unused = publisher.publish(Topic.RESULTS, result.getJobId(), result.build());
    }

    @Override
    public void close() {
        requests.close();
        cancels.close();
        publisher.close();
    }
}
