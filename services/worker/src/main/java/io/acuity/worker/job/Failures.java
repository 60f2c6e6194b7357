package io.acuity.worker.job;

import io.acuity.attention.MissingWeightsException;
import io.acuity.attention.UnknownExtractorException;
import io.acuity.attention.picture.UnusableMapException;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.UnknownModelException;
import io.acuity.diffusion.scheduler.JobFailedException;
import io.acuity.events.FailureCode;
import io.acuity.imaging.decode.UnreadableImageException;
import io.acuity.imaging.encode.UnsupportedPictureException;
import io.acuity.schemas.UndecodableRecordException;
import io.acuity.streaming.blob.BlobException;
import io.acuity.streaming.failure.FailureTable;
import io.acuity.streaming.lane.TooManyDeliveriesException;
import io.acuity.worker.model.CheckpointPendingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The one place that says which failure code and sentence an exception becomes. */
public final class Failures {
    private Failures() {}

    /** The failure behind {@code thrown}, whatever it is wrapped in. */
    public static JobRefusedException of(Throwable thrown) {
        Throwable cause = unwrap(thrown);
        return switch (cause) {
            case JobRefusedException refused -> refused;
            case UndecodableRecordException undecodable -> refuse(FailureCode.UNDECODABLE_RECORD, undecodable);
            case UnreadableImageException unreadable -> refuse(code(unreadable.reason()), unreadable);
            case UnsupportedPictureException unsupported -> refuse(FailureCode.INVALID_REQUEST, unsupported);
            case UnknownExtractorException unknown -> refuse(FailureCode.INVALID_REQUEST, unknown);
            case UnusableMapException unusable -> refuse(FailureCode.INVALID_REQUEST, unusable);
            case MissingWeightsException missing -> refuse(FailureCode.UNKNOWN_MODEL, missing);
            case UnknownModelException unknown -> refuse(FailureCode.UNKNOWN_MODEL, unknown);
            case CheckpointPendingException pending -> refuse(FailureCode.STORE_UNAVAILABLE, pending);
            case CorruptCheckpointException corrupt -> refuse(FailureCode.CORRUPT_CHECKPOINT, corrupt);
            case BlobException blob -> refuse(blob.code(), blob);
            case JobFailedException failed -> ofScheduler(failed);
            case TooManyDeliveriesException many -> refuse(FailureCode.INTERNAL, many);
            case OutOfMemoryError memory ->
                new JobRefusedException(
                        FailureCode.IMAGE_TOO_LARGE,
                        "The picture does not fit into the worker's memory; send a smaller one or give the worker more.",
                        memory);
            case IOException io -> storeFailed(io);
            case UncheckedIOException io -> storeFailed(io);
            default ->
                new JobRefusedException(
                        FailureCode.INTERNAL,
                        "The worker failed on this job (" + cause + "); report it with the job's id.",
                        cause);
        };
    }

    /** Whether the job may succeed when it is tried again. */
    public static boolean mayPass(Throwable thrown) {
        return FailureTable.of(of(thrown).code()).retryable();
    }

    /** Whether the store is at fault, which all jobs need: the next one would fail as well. */
    public static boolean isOutage(Throwable thrown) {
        return of(thrown).code() == FailureCode.STORE_UNAVAILABLE;
    }

    static Throwable unwrap(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static JobRefusedException ofScheduler(JobFailedException failed) {
        return switch (failed.reason()) {
            case OUT_OF_DEVICE_MEMORY -> refuse(FailureCode.OUT_OF_DEVICE_MEMORY, failed);
            case IMAGE_TOO_LARGE -> refuse(FailureCode.IMAGE_TOO_LARGE, failed);
            case NETWORK_FAILED, CLOSED -> refuse(FailureCode.INTERNAL, failed);
            case SINK_FAILED -> sinkFailed(failed, failed.getCause());
        };
    }

    // What the sink threw says more than that it threw.
    private static JobRefusedException sinkFailed(JobFailedException failed, @Nullable Throwable cause) {
        return cause == null ? refuse(FailureCode.INTERNAL, failed) : of(cause);
    }

    private static JobRefusedException storeFailed(Exception io) {
        return new JobRefusedException(
                FailureCode.STORE_UNAVAILABLE,
                "The result could not be stored (" + io.getMessage() + "); check the blob store and submit again.",
                io);
    }

    private static FailureCode code(UnreadableImageException.Reason reason) {
        return switch (reason) {
            case TOO_LARGE -> FailureCode.IMAGE_TOO_LARGE;
            case EMPTY, NOT_AN_IMAGE, TRUNCATED, CORRUPT, UNSUPPORTED, BROKEN_COLOUR, NO_ACCESS ->
                FailureCode.UNREADABLE_IMAGE;
        };
    }

    private static JobRefusedException refuse(FailureCode code, Exception cause) {
        String sentence = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new JobRefusedException(code, sentence, cause);
    }
}
