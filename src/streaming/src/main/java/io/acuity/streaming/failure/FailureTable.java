package io.acuity.streaming.failure;

import io.acuity.events.FailureCode;
import org.slf4j.event.Level;

/** The one place that says what follows from each failure code. */
public final class FailureTable {

    private FailureTable() {}

    /**
     * The rule of a code. Exhaustive: a new code does not compile until it has a rule.
     *
     * @param code the failure
     * @return what follows from it
     */
    public static FailureRule of(FailureCode code) {
        return switch (code) {
            case UNDECODABLE_RECORD, INVALID_REQUEST -> rejected(code, 400);
            case IMAGE_TOO_LARGE -> rejected(code, 413);
            case UNSUPPORTED_OPERATION,
                    UNKNOWN_MODEL,
                    UNSUPPORTED_SCALE,
                    UNREADABLE_IMAGE,
                    PAYLOAD_MISSING,
                    PAYLOAD_CORRUPT -> rejected(code, 422);
            case OUT_OF_DEVICE_MEMORY, STORE_UNAVAILABLE -> passing(code, 503, Level.WARN);
            case INTERNAL, UNKNOWN -> passing(code, 500, Level.ERROR);
            // The job is done; only its telling failed.
            case WEBHOOK_UNDELIVERED -> new FailureRule(code, 502, false, true, Level.WARN);
            case CORRUPT_CHECKPOINT -> new FailureRule(code, 500, false, true, Level.ERROR);
        };
    }

    // The record is at fault: terminal at once.
    private static FailureRule rejected(FailureCode code, int status) {
        return new FailureRule(code, status, false, true, Level.INFO);
    }

    // The surroundings are at fault: a dead letter only after the last attempt.
    private static FailureRule passing(FailureCode code, int status, Level level) {
        return new FailureRule(code, status, true, true, level);
    }
}
