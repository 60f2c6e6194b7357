package io.acuity.streaming.blob;

import io.acuity.events.BlobReference;
import io.acuity.events.InlinePayload;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/**
 * Payloads of events: inside the record up to {@link #INLINE_LIMIT}, otherwise as a claim check. In Avro both are branches of
 * a union, so their common Java type is {@code Object}; this class is where that is dealt with.
 */
public final class Payloads {

    /** Largest payload that travels inside a record. */
    public static final int INLINE_LIMIT = 256 * 1024;

    private final BlobStore store;
    private final BlobArea area;

    /**
     * Payloads over a store, collected once no topic with a retention can mention them.
     *
     * @param store where large ones lie; stays the caller's to close
     */
    public Payloads(BlobStore store) {
        this(store, BlobArea.PAYLOADS);
    }

    /**
     * Payloads over one area of a store.
     *
     * @param store where large ones lie; stays the caller's to close
     * @param area how long large ones stay; reading does not depend on it
     */
    public Payloads(BlobStore store, BlobArea area) {
        this.store = store;
        this.area = area;
    }

    /**
     * Begins a payload whose size is not known yet.
     *
     * @param mediaType what the bytes are
     * @return to be finished, and closed in any case
     */
    public PayloadUpload upload(String mediaType) {
        return new PayloadUpload(store, area, mediaType);
    }

    /**
     * Stores bytes.
     *
     * @param bytes the content
     * @param mediaType what it is
     * @return an {@link InlinePayload} or a {@link BlobReference}
     */
    public Object put(byte[] bytes, String mediaType) {
        try (PayloadUpload upload = upload(mediaType)) {
            upload.write(bytes, 0, bytes.length);
            return upload.finish().payload();
        }
    }

    /**
     * Reads and verifies a payload.
     *
     * @param payload an {@link InlinePayload} or a {@link BlobReference}
     * @return its bytes
     * @throws BlobException when they are missing, corrupt or out of reach
     */
    public byte[] read(Object payload) {
        return switch (payload) {
            case InlinePayload inline -> bytes(inline);
            case BlobReference reference -> store.read(reference);
            default -> throw unknown(payload);
        };
    }

    /**
     * Opens a payload; see {@link BlobStore#open} about when its bytes may be trusted.
     *
     * @param payload an {@link InlinePayload} or a {@link BlobReference}
     * @return to be closed by the caller
     */
    public InputStream open(Object payload) {
        return switch (payload) {
            case InlinePayload inline -> new ByteArrayInputStream(bytes(inline));
            case BlobReference reference -> store.open(reference);
            default -> throw unknown(payload);
        };
    }

    /**
     * What the bytes are.
     *
     * @param payload an {@link InlinePayload} or a {@link BlobReference}
     * @return a media type
     */
    public static String mediaType(Object payload) {
        return switch (payload) {
            case InlinePayload inline -> inline.getMediaType();
            case BlobReference reference -> reference.getMediaType();
            default -> throw unknown(payload);
        };
    }

    /**
     * How many bytes there are.
     *
     * @param payload an {@link InlinePayload} or a {@link BlobReference}
     * @return their number
     */
    public static long size(Object payload) {
        return switch (payload) {
            case InlinePayload inline -> inline.getData().remaining();
            case BlobReference reference -> reference.getSize();
            default -> throw unknown(payload);
        };
    }

    private static byte[] bytes(InlinePayload inline) {
        // A view of its own: reading must not move the record's buffer.
        var data = inline.getData().duplicate();
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return bytes;
    }

    private static IllegalArgumentException unknown(Object payload) {
        return new IllegalArgumentException("A payload is an InlinePayload or a BlobReference, not a "
                + payload.getClass().getName() + ".");
    }
}
