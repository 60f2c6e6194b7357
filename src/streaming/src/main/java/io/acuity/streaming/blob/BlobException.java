package io.acuity.streaming.blob;

import io.acuity.events.FailureCode;
import org.jspecify.annotations.Nullable;

/** A blob could not be stored or read. */
public abstract sealed class BlobException extends RuntimeException
        permits BlobMissingException, BlobCorruptException, BlobStoreUnavailableException {

    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    BlobException(FailureCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /**
     * The failure in the language of events.
     *
     * @return its code
     */
    public FailureCode code() {
        return code;
    }
}
