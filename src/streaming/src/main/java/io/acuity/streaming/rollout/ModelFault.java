package io.acuity.streaming.rollout;

import io.acuity.events.FailureCode;

/** Which failures of jobs count against the checkpoint that served them. */
public final class ModelFault {
    private ModelFault() {}

    /**
     * Whether a failure may be the checkpoint's fault: then a job that failed on a candidate starts anew on stable, and the
     * tracker counts it. A bad picture, a wrong request or a store out of reach would have failed on any checkpoint.
     * Exhaustive: a new code does not compile until it is placed here.
     */
    public static boolean mayBe(FailureCode code) {
        return switch (code) {
            case INTERNAL, OUT_OF_DEVICE_MEMORY, CORRUPT_CHECKPOINT -> true;
            case UNKNOWN,
                    UNDECODABLE_RECORD,
                    INVALID_REQUEST,
                    UNSUPPORTED_OPERATION,
                    UNKNOWN_MODEL,
                    UNSUPPORTED_SCALE,
                    UNREADABLE_IMAGE,
                    IMAGE_TOO_LARGE,
                    PAYLOAD_MISSING,
                    PAYLOAD_CORRUPT,
                    STORE_UNAVAILABLE,
                    WEBHOOK_UNDELIVERED -> false;
        };
    }
}
