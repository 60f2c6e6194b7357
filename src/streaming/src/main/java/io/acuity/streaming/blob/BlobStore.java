package io.acuity.streaming.blob;

import io.acuity.events.BlobReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * Bytes under the hash of their content. Safe for any number of threads. All methods block; call them from virtual threads or
 * a pool.
 */
public interface BlobStore extends AutoCloseable {

    /**
     * Begins a blob whose bytes come piece by piece.
     *
     * @param area how long it stays
     * @param mediaType what the bytes are
     * @return to be committed, and closed in any case
     * @throws BlobStoreUnavailableException when the store cannot be written
     */
    BlobUpload upload(BlobArea area, String mediaType);

    /**
     * Begins a frame of a clip.
     *
     * @param clipId the clip as it is called on the topics
     * @param mediaType what the bytes are
     * @return to be committed, and closed in any case
     * @throws BlobStoreUnavailableException when the store cannot be written
     */
    BlobUpload uploadFrame(String clipId, String mediaType);

    /**
     * Reads a blob. The stream throws {@link BlobCorruptException} at its end when the bytes were not those that were written:
     * read to the end before trusting them.
     *
     * @param reference what to read
     * @return to be closed by the caller
     * @throws BlobMissingException when the store has no such blob
     * @throws BlobStoreUnavailableException when the store does not answer
     */
    InputStream open(BlobReference reference);

    /**
     * Reads a part of a blob. What is read is not verified: a part has no hash.
     *
     * @param reference what to read
     * @param offset first byte, within the blob
     * @param length how many; the part must end within the blob
     * @return to be closed by the caller
     * @throws BlobMissingException when the store has no such blob
     * @throws BlobStoreUnavailableException when the store does not answer
     */
    InputStream open(BlobReference reference, long offset, long length);

    /**
     * Removes a frame that has arrived; one that is gone already is no error. Blobs of other areas than
     * {@link BlobArea#FRAMES} stay: others may mention the same content.
     *
     * @param reference what to remove
     * @throws BlobStoreUnavailableException when the store does not answer
     */
    void delete(BlobReference reference);

    /**
     * Removes all frames of a clip, those that nobody knows of as well: what a process stored just before it was killed.
     *
     * @param clipId the clip as it is called on the topics
     * @return how many were removed
     * @throws BlobStoreUnavailableException when the store does not answer
     */
    int removeFrames(String clipId);

    /**
     * Removes payloads, frames and abandoned uploads that were last written before a moment. Checkpoints and images of
     * datasets stay.
     *
     * @param limit everything written at or after it stays
     * @return how many were removed
     */
    int removeOlderThan(Instant limit);

    /** Releases connections. */
    @Override
    void close();

    /**
     * Begins a payload.
     *
     * @param mediaType what the bytes are
     * @return to be committed, and closed in any case
     */
    default BlobUpload upload(String mediaType) {
        return upload(BlobArea.PAYLOADS, mediaType);
    }

    /**
     * Stores bytes as a payload.
     *
     * @param bytes the content
     * @param mediaType what it is
     * @return its name
     */
    default BlobReference put(byte[] bytes, String mediaType) {
        return put(BlobArea.PAYLOADS, bytes, mediaType);
    }

    /**
     * Stores bytes.
     *
     * @param area how long they stay
     * @param bytes the content
     * @param mediaType what it is
     * @return its name
     */
    default BlobReference put(BlobArea area, byte[] bytes, String mediaType) {
        try (BlobUpload upload = upload(area, mediaType)) {
            upload.write(bytes);
            return upload.commit();
        }
    }

    /**
     * Stores a frame of a clip.
     *
     * @param clipId the clip as it is called on the topics
     * @param bytes the content, unlike that of any other frame of the clip
     * @param mediaType what it is
     * @return its name
     */
    default BlobReference putFrame(String clipId, byte[] bytes, String mediaType) {
        try (BlobUpload upload = uploadFrame(clipId, mediaType)) {
            upload.write(bytes);
            return upload.commit();
        }
    }

    /**
     * Stores a stream as a payload.
     *
     * @param content read to its end, not closed
     * @param mediaType what it is
     * @return its name
     * @throws IOException when the content cannot be read
     */
    default BlobReference put(InputStream content, String mediaType) throws IOException {
        try (BlobUpload upload = upload(mediaType)) {
            content.transferTo(upload);
            return upload.commit();
        }
    }

    /**
     * Reads and verifies a whole blob.
     *
     * @param reference what to read
     * @return its bytes
     * @throws BlobCorruptException when they are not those that were written
     */
    default byte[] read(BlobReference reference) {
        try (InputStream in = open(reference)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The payload " + reference.getUri() + " could not be read to its end.", e);
        }
    }
}
