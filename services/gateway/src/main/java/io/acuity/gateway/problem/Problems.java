package io.acuity.gateway.problem;

import io.acuity.events.FailureCode;
import io.acuity.streaming.BrokerUnreachableException;
import io.acuity.streaming.blob.BlobException;
import io.acuity.streaming.blob.BlobStoreUnavailableException;
import io.acuity.streaming.failure.FailureTable;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.openapi.validation.ValidatorException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** The table from refusals to problems. Statuses of a job's own failures come from the failure table, as everywhere. */
final class Problems {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);

    private Problems() {}

    static Problem of(Refusal refusal) {
        return switch (refusal) {
            case Refusal.InvalidRequest(String detail) ->
                new Problem(400, "INVALID_REQUEST", "The request does not fit the contract", detail);
            case Refusal.NoSuchOperation(int status, String what) ->
                new Problem(
                        status,
                        "NO_SUCH_OPERATION",
                        "The service has no such operation",
                        what + " is not part of the contract; see /openapi.yaml.");
            case Refusal.NotAdmitted caller -> notAdmitted(caller);
            case Refusal.Unreceivable body -> unreceivable(body);
            case Refusal.Unfit unfit -> unfit(unfit);
            case Refusal.KeyReused(String jobId) ->
                new Problem(
                        422,
                        "IDEMPOTENCY_KEY_REUSED",
                        "The idempotency key is taken",
                        "This Idempotency-Key was used for job " + jobId
                                + " with another image or other options; use a new key for a new job.");
            case Refusal.NoResult noResult -> withoutResult(noResult);
            case Refusal.NoRollout noRollout -> withoutRollout(noRollout);
            case Refusal.OverQuota over -> overQuota(over);
            case Refusal.Unavailable unavailable -> unavailable(unavailable);
            case Refusal.Unexpected() ->
                new Problem(
                        500,
                        FailureCode.INTERNAL.name(),
                        "The service failed",
                        "The gateway hit an unexpected error, which its log describes; try again, and report it if it stays.");
        };
    }

    private static Problem notAdmitted(Refusal.NotAdmitted refusal) {
        return switch (refusal) {
            case Refusal.Unauthenticated(String detail) ->
                new Problem(401, "UNAUTHENTICATED", "The service does not know who asks", detail);
            case Refusal.Forbidden(String detail) ->
                new Problem(403, "FORBIDDEN", "The caller may not do this", detail);
        };
    }

    private static Problem unreceivable(Refusal.Unreceivable refusal) {
        return switch (refusal) {
            case Refusal.UnsupportedMediaType(String found) ->
                new Problem(
                        415,
                        "UNSUPPORTED_MEDIA_TYPE",
                        "The body is not an image upload",
                        "The content type is " + found + "; send image/*, application/octet-stream or "
                                + "multipart/form-data, or application/json for an image in the store, for example with curl -H 'Content-Type: image/jpeg'.");
            case Refusal.NoClipType(String found) ->
                new Problem(
                        415,
                        "UNSUPPORTED_MEDIA_TYPE",
                        "The body is not a clip",
                        "The content type is " + found
                                + "; send video/*, application/octet-stream or multipart/form-data,"
                                + " for example with curl -H 'Content-Type: video/mp4'.");
            case Refusal.UploadTooLarge(long limit) ->
                new Problem(
                        413,
                        "UPLOAD_TOO_LARGE",
                        "The upload is too large",
                        "The upload is larger than " + limit
                                + " bytes, which is what this service takes; send a smaller or compressed file.");
            case Refusal.UploadTooSlow(int bytes, Duration patience) ->
                new Problem(
                        408,
                        "UPLOAD_TOO_SLOW",
                        "The upload is too slow",
                        "Less than " + bytes + " bytes came within " + patience.toSeconds()
                                + " s; send the file over a faster line, or submit it by reference to the store.");
        };
    }

    private static Problem unfit(Refusal.Unfit refusal) {
        return switch (refusal) {
            case Refusal.NotOffered(FailureCode code, String detail) ->
                new Problem(FailureTable.of(code).httpStatus(), code.name(), "Not offered here", detail);
            case Refusal.UnusableImage(FailureCode code, String detail) ->
                new Problem(FailureTable.of(code).httpStatus(), code.name(), "The image cannot be read", detail);
            case Refusal.UnusableSample(String detail) ->
                new Problem(422, "INVALID_SAMPLE", "The images are no sample", detail);
        };
    }

    private static Problem withoutResult(Refusal.NoResult refusal) {
        return switch (refusal) {
            case Refusal.UnknownJob(String jobId) ->
                new Problem(
                        404,
                        "UNKNOWN_JOB",
                        "There is no such job",
                        "No job " + jobId + " is known here; check the id, or submit again if the job is old, "
                                + "because finished jobs are removed after their retention.");
            case Refusal.NotFinished(String jobId, Enum<?> state) ->
                new Problem(
                        409,
                        "NOT_FINISHED",
                        "The job has not finished",
                        "Job " + jobId + " is " + word(state) + "; ask again in a second.",
                        SOON);
            case Refusal.AlreadyFinished(String jobId, Enum<?> state) ->
                new Problem(
                        409,
                        "ALREADY_FINISHED",
                        "The job has finished",
                        "Job " + jobId + " has " + word(state) + " and cannot be cancelled any more.");
            case Refusal.JobFailed(String jobId, var failure) ->
                new Problem(
                        FailureTable.of(failure.getCode()).httpStatus(),
                        failure.getCode().name(),
                        "The job failed",
                        failure.getMessage());
            case Refusal.JobGone(String jobId, Enum<?> state) ->
                new Problem(
                        410,
                        state.name(),
                        "The job ended without a result",
                        "Job " + jobId + " was " + word(state) + "; submit the image again if you still need it.");
            case Refusal.NoPicture noPicture -> withoutPicture(noPicture);
        };
    }

    private static Problem withoutPicture(Refusal.NoPicture refusal) {
        return switch (refusal) {
            case Refusal.NoOverlay(String jobId) ->
                new Problem(
                        404,
                        "NO_OVERLAY",
                        "The job has no overlay",
                        "Job " + jobId
                                + " has a result but no overlay; only the operation EXTRACT_ATTENTION makes one.");
            case Refusal.NoPreview(String jobId, String number) ->
                new Problem(
                        404,
                        "NO_PREVIEW",
                        "The job has no such preview",
                        "Job " + jobId + " has no preview " + number
                                + "; its member previews lists those there are, if it was submitted with previews=true.");
            case Refusal.NotAskedFor(String jobId, String option) ->
                new Problem(
                        404,
                        "NOT_ASKED_FOR",
                        "The clip was made without it",
                        "Clip " + jobId + " was submitted without " + option + "=true; submit it again with it.");
            case Refusal.NoSuchRange(long size) ->
                new Problem(
                        416,
                        "NO_SUCH_RANGE",
                        "The range is behind the end",
                        "There are " + size + " bytes; ask for a range that begins within them.");
            // Not the table's status, which is about inputs: a lost output is nothing the caller can mend.
            case Refusal.ResultLost(FailureCode code, String detail) ->
                new Problem(
                        code == FailureCode.PAYLOAD_MISSING ? 410 : 502,
                        code.name(),
                        "The result cannot be read",
                        detail);
        };
    }

    private static Problem withoutRollout(Refusal.NoRollout refusal) {
        return switch (refusal) {
            case Refusal.UnknownRollout(String model) ->
                new Problem(
                        404,
                        "UNKNOWN_ROLLOUT",
                        "Nothing was rolled out",
                        "No checkpoint of a model " + model
                                + " was ever rolled out; workers serve what they were started with.");
            case Refusal.RolloutRefused(String reason) ->
                new Problem(409, "ROLLOUT_REFUSED", "The rollout cannot do this now", reason);
        };
    }

    private static Problem overQuota(Refusal.OverQuota refusal) {
        return switch (refusal) {
            case Refusal.TooFast(int perMinute, Duration retryAfter) ->
                new Problem(
                        429,
                        "RATE_EXCEEDED",
                        "Too many jobs in a short time",
                        "You may submit " + perMinute + " jobs a minute; try again in " + retryAfter.toSeconds()
                                + " s.",
                        retryAfter);
            case Refusal.TooManyUnderWay(int most, Duration retryAfter) ->
                new Problem(
                        429,
                        "TOO_MANY_UNDER_WAY",
                        "Too many jobs under way",
                        "As many of your jobs are under way as you may have, " + most
                                + "; try again when one has ended, in about " + retryAfter.toSeconds() + " s.",
                        retryAfter);
        };
    }

    private static Problem unavailable(Refusal.Unavailable refusal) {
        return switch (refusal) {
            case Refusal.Busy(String what) ->
                new Problem(
                        503,
                        "BUSY",
                        "The gateway is busy",
                        what + " is full at this gateway; try again in a second.",
                        SOON);
            case Refusal.QueueFull(String waiting, int most, Duration retryAfter) ->
                new Problem(
                        503,
                        "QUEUE_FULL",
                        "The service has as much to do as it takes on",
                        most + " " + waiting + " or more wait or run already; try again in " + retryAfter.toSeconds()
                                + " s, when some will have ended.",
                        retryAfter);
            case Refusal.BrokerUnreachable(String detail) ->
                new Problem(503, "BROKER_UNREACHABLE", "The request could not be queued", detail, LATER);
            case Refusal.StoreUnavailable(String detail) ->
                new Problem(503, FailureCode.STORE_UNAVAILABLE.name(), "The store is not available", detail, LATER);
            case Refusal.NotReady(String detail) ->
                new Problem(503, "NOT_READY", "The gateway is not ready", detail, SOON);
        };
    }

    /** What a failure of a route means: refusals as they are, the router's own failures by status, the rest is ours. */
    static Refusal refusalOf(@Nullable Throwable failure, int status, String operation) {
        return switch (failure) {
            // Who waits for what another request began hears of its failure in this wrapping.
            case CompletionException wrapped
            when wrapped.getCause() != null -> refusalOf(wrapped.getCause(), status, operation);
            case RefusedException refused -> refused.refusal();
            case BrokerUnreachableException unreachable -> new Refusal.BrokerUnreachable(sentence(unreachable));
            case BlobStoreUnavailableException unavailable -> new Refusal.StoreUnavailable(sentence(unavailable));
            case BlobException lost -> new Refusal.ResultLost(lost.code(), sentence(lost));
            case RejectedExecutionException full -> new Refusal.Busy("The queue to the broker");
            case HttpException http
            when http.getCause() instanceof ValidatorException invalid ->
                new Refusal.InvalidRequest(sentence(invalid) + " See /openapi.yaml for what " + operation + " takes.");
            case HttpException http
            when http.getStatusCode() < 500 -> new Refusal.NoSuchOperation(http.getStatusCode(), operation);
            case null, default ->
                status >= 400 && status < 500
                        ? new Refusal.NoSuchOperation(status, operation)
                        : new Refusal.Unexpected();
        };
    }

    private static String sentence(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.endsWith(".") ? message : message + ".";
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
