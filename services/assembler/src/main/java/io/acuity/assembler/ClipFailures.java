package io.acuity.assembler;

import io.acuity.events.FailureCode;
import io.acuity.pipeline.MissingFrameException;
import io.acuity.schemas.UndecodableRecordException;
import io.acuity.streaming.BrokerUnreachableException;
import io.acuity.streaming.blob.BlobException;
import io.acuity.streaming.failure.FailureTable;
import io.acuity.video.ClipException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** The one place that says which failure code and sentence an exception becomes. */
final class ClipFailures {
    private ClipFailures() {}

    /** The failure behind {@code thrown}, whatever it is wrapped in. */
    static ClipRefusedException of(Throwable thrown) {
        Throwable cause = unwrap(thrown);
        return switch (cause) {
            case ClipRefusedException refused -> refused;
            case UndecodableRecordException undecodable -> refuse(FailureCode.UNDECODABLE_RECORD, undecodable);
            case ClipException clip -> refuse(code(clip.reason()), clip);
            case MissingFrameException missing -> missing(missing);
            case BlobException blob -> refuse(blob.code(), blob);
            case BrokerUnreachableException away -> refuse(FailureCode.INTERNAL, away);
            case IOException io -> stuck(io);
            case UncheckedIOException io -> stuck(io);
            case OutOfMemoryError memory ->
                new ClipRefusedException(
                        FailureCode.IMAGE_TOO_LARGE,
                        "The clip's frames do not fit into the assembler's memory; send a smaller clip or give it more.",
                        memory);
            default ->
                new ClipRefusedException(
                        FailureCode.INTERNAL,
                        "The assembler failed on this clip (" + cause + "); report it with the clip's id.",
                        cause);
        };
    }

    /** Whether the clip may succeed when it is tried again. */
    static boolean mayPass(Throwable thrown) {
        return FailureTable.of(of(thrown).code()).retryable();
    }

    private static FailureCode code(ClipException.Reason reason) {
        return switch (reason) {
            case NOT_A_CLIP, NO_VIDEO, NO_FRAMES, TRUNCATED, UNKNOWN_CODEC, UNSUPPORTED -> FailureCode.UNREADABLE_IMAGE;
            case TOO_LARGE -> FailureCode.IMAGE_TOO_LARGE;
            case NO_ENCODER, CONTAINER_CANNOT_HOLD -> FailureCode.INVALID_REQUEST;
            // Space may be made in the meantime; pieces that are done stay.
            case DISK_FULL, NO_ACCESS -> FailureCode.STORE_UNAVAILABLE;
            case BROKEN_FRAME, INTERNAL -> FailureCode.INTERNAL;
        };
    }

    // A frame without a worker's reason was lost on the way: another attempt asks for it under another name.
    private static ClipRefusedException missing(MissingFrameException missing) {
        return new ClipRefusedException(
                missing.code().orElse(FailureCode.INTERNAL),
                "Frame " + missing.frame() + " of the clip has no result: " + missing.why(),
                missing);
    }

    private static ClipRefusedException stuck(Exception io) {
        return new ClipRefusedException(
                FailureCode.STORE_UNAVAILABLE,
                "The clip's files could not be written or read on the assembler (" + io.getMessage()
                        + "); check its disk and submit again.",
                io);
    }

    private static ClipRefusedException refuse(FailureCode code, Exception cause) {
        String sentence = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new ClipRefusedException(code, sentence, cause);
    }

    private static Throwable unwrap(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
