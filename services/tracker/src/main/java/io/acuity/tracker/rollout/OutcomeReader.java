package io.acuity.tracker.rollout;

import io.acuity.events.Cost;
import io.acuity.events.Failure;
import io.acuity.events.JobEvent;
import io.acuity.events.UpscaleResult;
import io.acuity.streaming.rollout.ModelFault;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Finds what a record of a job says about the checkpoint that served it. */
final class OutcomeReader {

    private static final double PIXELS = 1e6;

    private OutcomeReader() {}

    /** A candidate failed a job, which goes on with stable. */
    static Optional<TrialOutcome> of(JobEvent event, RecordMetadata place) {
        String checkpoint = event.getCheckpoint();
        if (checkpoint == null || event.getFailure() == null) {
            return Optional.empty();
        }
        return model(checkpoint)
                .map(model -> new TrialOutcome(
                        model,
                        checkpoint,
                        event.getJobId(),
                        true,
                        null,
                        null,
                        event.getWorker(),
                        source(place),
                        place.offset()));
    }

    /** A job ended; one that was cancelled, expired or failed by its own fault says nothing. */
    static Optional<TrialOutcome> of(UpscaleResult result, RecordMetadata place) {
        String checkpoint = result.getCheckpoint();
        if (checkpoint == null) {
            return Optional.empty();
        }
        return switch (result.getOutcome()) {
            case SUCCEEDED -> model(checkpoint).map(model -> outcome(model, checkpoint, result, false, place));
            case FAILED ->
                mayBeModel(result.getFailure())
                        ? model(checkpoint).map(model -> outcome(model, checkpoint, result, true, place))
                        : Optional.empty();
            case CANCELLED, EXPIRED, UNKNOWN -> Optional.empty();
        };
    }

    private static boolean mayBeModel(@Nullable Failure failure) {
        return failure != null && ModelFault.mayBe(failure.getCode());
    }

    private static TrialOutcome outcome(
            String model, String checkpoint, UpscaleResult result, boolean failed, RecordMetadata place) {
        Cost cost = result.getCost();
        double megapixels = (double) result.getWidth() * result.getHeight() / PIXELS;
        return new TrialOutcome(
                model,
                checkpoint,
                result.getJobId(),
                failed,
                cost == null ? null : cost.getComputeMs(),
                megapixels,
                result.getWorker(),
                source(place),
                place.offset());
    }

    // A checkpoint is called model@ and the beginning of its hash.
    private static Optional<String> model(String checkpoint) {
        int at = checkpoint.lastIndexOf('@');
        return at < 1 ? Optional.empty() : Optional.of(checkpoint.substring(0, at));
    }

    private static String source(RecordMetadata place) {
        return place.topic() + "/" + place.partition();
    }
}
