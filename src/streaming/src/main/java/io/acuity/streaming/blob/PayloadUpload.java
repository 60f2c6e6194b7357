package io.acuity.streaming.blob;

import io.acuity.events.InlinePayload;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A payload on its way: kept in memory while it is small enough to travel inside a record, moved to the store when it grows
 * beyond. Owned by one thread.
 */
public final class PayloadUpload extends OutputStream {

    private final BlobStore store;
    private final BlobArea area;
    private final String mediaType;
    private final MessageDigest digest = Sha256.digest();
    private final ByteArrayOutputStream small = new ByteArrayOutputStream();
    private @Nullable BlobUpload large;
    private long size;

    PayloadUpload(BlobStore store, BlobArea area, String mediaType) {
        this.store = store;
        this.area = area;
        this.mediaType = mediaType;
    }

    /**
     * A payload that is complete.
     *
     * @param payload an {@link InlinePayload} or a {@link io.acuity.events.BlobReference}
     * @param sha256 hash of its content, in lower-case hex
     * @param size its bytes
     */
    public record Stored(Object payload, String sha256, long size) {}

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        size += length;
        digest.update(bytes, offset, length);
        if (large == null && size > Payloads.INLINE_LIMIT) {
            large = store.upload(area, mediaType);
            large.write(small.toByteArray());
            small.reset();
        }
        if (large == null) {
            small.write(bytes, offset, length);
        } else {
            large.write(bytes, offset, length);
        }
    }

    /**
     * How much was written so far.
     *
     * @return bytes
     */
    public long size() {
        return size;
    }

    /**
     * Completes the payload. Call once, last.
     *
     * @return the payload and the hash of its content
     * @throws BlobStoreUnavailableException when it is large and the store cannot be written
     */
    public Stored finish() {
        Object payload =
                large == null ? new InlinePayload(mediaType, ByteBuffer.wrap(small.toByteArray())) : large.commit();
        return new Stored(payload, HexFormat.of().formatHex(digest.digest()), size);
    }

    /** Throws an unfinished payload away. */
    @Override
    public void close() {
        if (large != null) {
            large.close();
        }
    }
}
