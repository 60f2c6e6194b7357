package io.acuity.streaming.lane;

import io.acuity.events.BlobReference;
import io.acuity.events.DeadLetter;
import io.acuity.events.FailureCode;
import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.topics.Topic;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Builds the event that keeps a record which could not be worked on, with its cause, for people. */
public final class DeadLetters {

    /** Original bytes up to here travel in the dead letter itself. */
    public static final int INLINE_LIMIT = 256 * 1024;

    private DeadLetters() {}

    /**
     * What happened to a record.
     *
     * @param code why
     * @param message one sentence: what, where, why, what to do
     * @param jobId the job, where the record could be decoded
     * @param original where the record's bytes lie, needed when they are larger than {@link #INLINE_LIMIT}
     */
    public record Cause(
            FailureCode code,
            String message,
            @Nullable String jobId,
            @Nullable BlobReference original) {

        /**
         * A cause without a job.
         *
         * @param code why
         * @param message one sentence
         * @return the cause
         */
        public static Cause of(FailureCode code, String message) {
            return new Cause(code, message, null, null);
        }
    }

    /**
     * The dead letter of a record.
     *
     * @param record the record
     * @param cause what happened
     * @return the event, under the record's own key
     */
    public static OutgoingEvent of(LaneRecord record, Cause cause) {
        byte[] key = record.key();
        byte[] value = record.value();
        boolean inline = value != null && value.length <= INLINE_LIMIT;
        var letter = DeadLetter.newBuilder()
                .setCode(cause.code())
                .setMessage(cause.message())
                .setTopic(record.topic())
                .setPartition(record.partition())
                .setOffset(record.offset())
                .setOriginalKey(key == null ? null : ByteBuffer.wrap(key))
                .setOriginalValue(inline ? ByteBuffer.wrap(value) : null)
                .setOriginalReference(inline ? null : cause.original())
                .setJobId(cause.jobId())
                .setAttempts(record.attempt())
                .setAt(Instant.now())
                .build();
        return new OutgoingEvent(
                Topic.DEAD_LETTERS.name(), key, Topic.DEAD_LETTERS.codec().encode(letter));
    }

    /** Without the original bytes: topic, partition and offset still tell where they are. */
    static OutgoingEvent lastResort(LaneRecord record, Throwable failure) {
        String message = "The worker failed on this record and then failed to report it: " + failure + "; see its log.";
        var bare = new LaneRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                null,
                null,
                record.publishedAt(),
                record.attempt(),
                record.context());
        return of(bare, Cause.of(FailureCode.INTERNAL, message.substring(0, Math.min(message.length(), 2_000))));
    }
}
