package io.acuity.streaming.blob;

import io.acuity.events.BlobReference;
import io.acuity.events.FailureCode;
import org.jspecify.annotations.Nullable;

/** The store has no blob of this name. */
public final class BlobMissingException extends BlobException {

    private static final long serialVersionUID = 1L;

    BlobMissingException(BlobReference reference, String store, @Nullable Throwable cause) {
        super(
                FailureCode.PAYLOAD_MISSING,
                "The payload " + reference.getUri() + " is not in the store " + store
                        + "; it expired or was written to another store: upload it again.",
                cause);
    }
}
