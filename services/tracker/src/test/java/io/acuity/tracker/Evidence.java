package io.acuity.tracker;

import io.acuity.events.Failure;
import io.acuity.events.FailureCode;
import io.acuity.events.InlinePayload;
import io.acuity.events.JobEvent;
import io.acuity.events.JobState;
import io.acuity.events.Operation;
import io.acuity.events.Outcome;
import io.acuity.events.Recipe;
import io.acuity.events.UpscaleRequest;
import io.acuity.events.UpscaleResult;
import io.acuity.streaming.topics.Topic;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Builds requests, events and results for tests; times are seconds after a fixed start. */
final class Evidence {

    static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

    static {
        // Events may be built once a codec has named their classes as trusted; whichever test comes first builds some.
        var unused = Topic.REQUESTS.codec();
    }

    private Evidence() {}

    static UpscaleRequest request(String jobId, long second) {
        return UpscaleRequest.newBuilder()
                .setJobId(jobId)
                .setOperation(Operation.RESIDUAL_SHIFT)
                .setInput(picture())
                .setRecipe(Recipe.newBuilder().setModel("acuity-s-x4").build())
                .setSubmittedAt(at(second))
                .setFingerprint("f-" + jobId)
                .build();
    }

    static JobEvent started(String jobId, long second, long tilesDone, long tilesTotal) {
        return event(jobId, JobState.STARTED, second, tilesDone, tilesTotal);
    }

    static JobEvent event(String jobId, JobState state, long second, long tilesDone, long tilesTotal) {
        return JobEvent.newBuilder()
                .setJobId(jobId)
                .setState(state)
                .setAt(at(second))
                .setTilesDone(tilesDone)
                .setTilesTotal(tilesTotal)
                .setWorker("worker-1")
                .build();
    }

    static UpscaleResult result(String jobId, Outcome outcome, long second) {
        boolean succeeded = outcome == Outcome.SUCCEEDED;
        @Nullable
        Failure failure = outcome == Outcome.FAILED
                ? Failure.newBuilder()
                        .setCode(FailureCode.UNREADABLE_IMAGE)
                        .setMessage("The file is not an image; send PNG, JPEG, WebP, TIFF, BMP or GIF.")
                        .build()
                : null;
        return UpscaleResult.newBuilder()
                .setJobId(jobId)
                .setOutcome(outcome)
                .setOutput(succeeded ? picture() : null)
                .setFailure(failure)
                .setWorker("worker-1")
                .setCompletedAt(at(second))
                .build();
    }

    static Instant at(long second) {
        return START.plusSeconds(second);
    }

    private static InlinePayload picture() {
        return InlinePayload.newBuilder()
                .setMediaType("image/png")
                .setData(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .build();
    }
}
