package io.acuity.streaming.blob;

import io.acuity.events.FailureCode;

/** The store did not answer, refused, or is full. Trying again later may help. */
public final class BlobStoreUnavailableException extends BlobException {

    private static final long serialVersionUID = 1L;

    BlobStoreUnavailableException(String store, Throwable cause) {
        super(
                FailureCode.STORE_UNAVAILABLE,
                "The blob store " + store + " cannot be used (" + cause.getMessage()
                        + "); check that it is there, writable and not full.",
                cause);
    }
}
