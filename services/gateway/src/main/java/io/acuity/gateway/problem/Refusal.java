package io.acuity.gateway.problem;

import io.acuity.events.Failure;
import io.acuity.events.FailureCode;
import java.time.Duration;

/** Why a request is not answered with what it asked for. {@link Problems} says what each looks like over HTTP. */
public sealed interface Refusal {

    /** The job's state stands against it. */
    sealed interface NoResult extends Refusal {}

    /** The job succeeded, and yet there is no such picture of it. */
    sealed interface NoPicture extends NoResult {}

    /** The model's rollout stands against it. */
    sealed interface NoRollout extends Refusal {}

    /** The body cannot be taken. */
    sealed interface Unreceivable extends Refusal {}

    /** Well formed, but of no use here. */
    sealed interface Unfit extends Refusal {}

    /** The caller takes more than its part. */
    sealed interface OverQuota extends Refusal {}

    /** It may work in a moment. */
    sealed interface Unavailable extends Refusal {}

    /** The caller may not have it. */
    sealed interface NotAdmitted extends Refusal {}

    /**
     * Nobody knows who asks.
     *
     * @param detail what is missing or wrong, and what would do
     */
    record Unauthenticated(String detail) implements NotAdmitted {}

    /**
     * It is known who asks, and it is not for them.
     *
     * @param detail for whom it is
     */
    record Forbidden(String detail) implements NotAdmitted {}

    /**
     * The request does not fit the contract.
     *
     * @param detail which part, and what would fit
     */
    record InvalidRequest(String detail) implements Refusal {}

    /**
     * The contract has no such path, or not with this method.
     *
     * @param status 404, 405 or what else the router said
     * @param what method and path
     */
    record NoSuchOperation(int status, String what) implements Refusal {}

    /**
     * The body is of a kind that cannot hold an image.
     *
     * @param found the content type, or words for its absence
     */
    record UnsupportedMediaType(String found) implements Unreceivable {}

    /**
     * The body is of a kind that cannot hold a clip.
     *
     * @param found the content type, or words for its absence
     */
    record NoClipType(String found) implements Unreceivable {}

    /**
     * The body is larger than an upload may be.
     *
     * @param limit bytes
     */
    record UploadTooLarge(long limit) implements Unreceivable {}

    /**
     * The body comes so slowly that it would hold its place for too long.
     *
     * @param bytes what must come
     * @param patience within this time
     */
    record UploadTooSlow(int bytes, Duration patience) implements Unreceivable {}

    /**
     * A well-formed request for something this service does not have.
     *
     * @param code {@link FailureCode#UNKNOWN_MODEL} or {@link FailureCode#UNSUPPORTED_SCALE}
     * @param detail what was asked for and what there is
     */
    record NotOffered(FailureCode code, String detail) implements Unfit {}

    /**
     * The upload is no image that can be read.
     *
     * @param code {@link FailureCode#UNREADABLE_IMAGE} or {@link FailureCode#IMAGE_TOO_LARGE}
     * @param detail what was found
     */
    record UnusableImage(FailureCode code, String detail) implements Unfit {}

    /**
     * The images cannot be a sample of a dataset.
     *
     * @param detail what was found and what would do
     */
    record UnusableSample(String detail) implements Unfit {}

    /**
     * The idempotency key belongs to another image or other options.
     *
     * @param jobId the job it belongs to
     */
    record KeyReused(String jobId) implements Refusal {}

    /**
     * Nobody told this gateway of such a job, or its view was removed already.
     *
     * @param jobId as asked for
     */
    record UnknownJob(String jobId) implements NoResult {}

    /**
     * There is no result yet.
     *
     * @param jobId the job
     * @param state where it stands
     */
    record NotFinished(String jobId, Enum<?> state) implements NoResult {}

    /**
     * Too late to cancel.
     *
     * @param jobId the job
     * @param state how it ended
     */
    record AlreadyFinished(String jobId, Enum<?> state) implements NoResult {}

    /**
     * The job has no result because it failed.
     *
     * @param jobId the job
     * @param failure the worker's reason
     */
    record JobFailed(String jobId, Failure failure) implements NoResult {}

    /**
     * The job has no result because it was stopped or its deadline passed.
     *
     * @param jobId the job
     * @param state cancelled or expired
     */
    record JobGone(String jobId, Enum<?> state) implements NoResult {}

    /**
     * The job succeeded, but its operation makes no overlay.
     *
     * @param jobId the job
     */
    record NoOverlay(String jobId) implements NoPicture {}

    /**
     * The job has no preview of this number.
     *
     * @param jobId the job
     * @param number as asked for
     */
    record NoPreview(String jobId, String number) implements NoPicture {}

    /**
     * The clip was made without it.
     *
     * @param jobId the clip
     * @param option by which it would have been made
     */
    record NotAskedFor(String jobId, String option) implements NoPicture {}

    /**
     * The part that was asked for begins behind the end.
     *
     * @param size of the whole in bytes
     */
    record NoSuchRange(long size) implements NoPicture {}

    /**
     * The job succeeded but its picture cannot be read back.
     *
     * @param code {@link FailureCode#PAYLOAD_MISSING} or {@link FailureCode#PAYLOAD_CORRUPT}
     * @param detail what the store said
     */
    record ResultLost(FailureCode code, String detail) implements NoPicture {}

    /**
     * Nothing was ever rolled out for a model.
     *
     * @param model as asked for
     */
    record UnknownRollout(String model) implements NoRollout {}

    /**
     * The tracker refused a command.
     *
     * @param reason the tracker's
     */
    record RolloutRefused(String reason) implements NoRollout {}

    /**
     * More requests than this gateway works on at once.
     *
     * @param what which part is full
     */
    record Busy(String what) implements Unavailable {}

    /**
     * So much waits already that more would only wait longer.
     *
     * @param what waits, in the plural
     * @param most how many are taken
     * @param retryAfter when there will be room
     */
    record QueueFull(String what, int most, Duration retryAfter) implements Unavailable {}

    /**
     * The caller submits faster than its quota allows.
     *
     * @param perMinute its quota
     * @param retryAfter when it may again
     */
    record TooFast(int perMinute, Duration retryAfter) implements OverQuota {}

    /**
     * As many jobs of the caller are under way as its quota allows.
     *
     * @param most its quota
     * @param retryAfter when one may have ended
     */
    record TooManyUnderWay(int most, Duration retryAfter) implements OverQuota {}

    /**
     * Kafka did not take the request.
     *
     * @param detail what was tried and found
     */
    record BrokerUnreachable(String detail) implements Unavailable {}

    /**
     * The blob store did not take or give bytes.
     *
     * @param detail what was tried and found
     */
    record StoreUnavailable(String detail) implements Unavailable {}

    /**
     * This gateway should not get requests yet, or not any more.
     *
     * @param detail what is missing
     */
    record NotReady(String detail) implements Unavailable {}

    /** A fault of ours; the log has it. */
    record Unexpected() implements Refusal {}
}
