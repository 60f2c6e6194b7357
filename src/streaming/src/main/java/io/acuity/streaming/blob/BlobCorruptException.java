package io.acuity.streaming.blob;

import io.acuity.events.BlobReference;
import io.acuity.events.FailureCode;

/** The bytes in the store are not those that were written. */
public final class BlobCorruptException extends BlobException {

    private static final long serialVersionUID = 1L;

    BlobCorruptException(BlobReference reference, String finding) {
        super(
                FailureCode.PAYLOAD_CORRUPT,
                "The payload " + reference.getUri() + " was changed after it was written (" + finding
                        + "); upload it again.",
                null);
    }
}
