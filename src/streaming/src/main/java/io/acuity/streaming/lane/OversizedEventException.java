package io.acuity.streaming.lane;

/** An output event is larger than a record may be; large payloads belong into the blob store. */
public final class OversizedEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OversizedEventException(int limit) {
        super("An event of this record's output is larger than " + limit
                + " bytes; put its payload into the blob store and publish the reference.");
    }
}
