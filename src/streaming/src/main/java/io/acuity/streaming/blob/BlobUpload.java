package io.acuity.streaming.blob;

import io.acuity.events.BlobReference;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A blob on its way into a store. Written to a temporary file and hashed on the way; nobody sees it before {@link #commit}.
 * Owned by one thread.
 */
public final class BlobUpload extends OutputStream {

    private final Path temporary;
    private final OutputStream file;
    private final MessageDigest digest = Sha256.digest();
    private final String store;
    private final Destination destination;
    private long size;

    /** Where a complete temporary file goes. */
    @FunctionalInterface
    interface Destination {
        BlobReference store(Path file, String sha256, long size) throws IOException;
    }

    BlobUpload(Path temporary, String store, Destination destination) throws IOException {
        this.temporary = temporary;
        this.store = store;
        this.destination = destination;
        this.file = Files.newOutputStream(temporary);
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            file.write(bytes, offset, length);
        } catch (IOException e) {
            throw new BlobStoreUnavailableException(store, e);
        }
        digest.update(bytes, offset, length);
        size += length;
    }

    /**
     * Puts the blob into the store under the hash of what was written. Call once, last.
     *
     * @return its name
     * @throws BlobStoreUnavailableException when the store cannot be written
     */
    public BlobReference commit() {
        try {
            file.close();
            return destination.store(temporary, HexFormat.of().formatHex(digest.digest()), size);
        } catch (IOException e) {
            throw new BlobStoreUnavailableException(store, e);
        }
    }

    /** Throws an uncommitted blob away. */
    @Override
    public void close() {
        try {
            file.close();
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw new BlobStoreUnavailableException(store, e);
        }
    }
}
