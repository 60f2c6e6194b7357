package io.acuity.streaming.blob;

import io.acuity.events.BlobReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Blobs as files of a directory, which several processes may share. Files appear whole, by an atomic move. */
final class DirectoryBlobStore implements BlobStore {

    private static final String INCOMING = "incoming";

    private final Path root;

    DirectoryBlobStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
        try {
            Files.createDirectories(this.root.resolve(INCOMING));
            Files.createDirectories(this.root.resolve(BlobArea.PAYLOADS.folder()));
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    @Override
    public BlobUpload upload(BlobArea area, String mediaType) {
        try {
            Path temporary = root.resolve(INCOMING).resolve(UUID.randomUUID() + ".part");
            return new BlobUpload(
                    temporary,
                    root.toString(),
                    (file, sha256, size) -> place(file, new BlobName(area, sha256), size, mediaType));
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    // Content that is already there is replaced by itself: its age starts anew, so that the collector leaves it alone.
    private BlobReference place(Path file, BlobName name, long size, String mediaType) throws IOException {
        Path target = Files.createDirectories(root.resolve(name.folder())).resolve(name.sha256());
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new BlobReference(target.toUri().toString(), name.sha256(), size, mediaType);
    }

    @Override
    public InputStream open(BlobReference reference) {
        try {
            Path file = root.resolve(BlobName.of(reference).path());
            return new VerifiedStream(Files.newInputStream(file), reference);
        } catch (NoSuchFileException e) {
            throw new BlobMissingException(reference, root.toString(), e);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    @Override
    public int removeOlderThan(Instant limit) {
        int removed = 0;
        for (String folder : List.of(BlobArea.PAYLOADS.folder(), INCOMING)) {
            try (Stream<Path> files = Files.walk(root.resolve(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    removed += removeIfOlder(file, limit);
                }
            } catch (IOException e) {
                throw unavailable(e);
            }
        }
        return removed;
    }

    private static int removeIfOlder(Path file, Instant limit) throws IOException {
        try {
            boolean old = Files.getLastModifiedTime(file).toInstant().isBefore(limit);
            return old && Files.deleteIfExists(file) ? 1 : 0;
        } catch (NoSuchFileException e) {
            // Another collector was faster, or an upload was committed.
            return 0;
        }
    }

    @Override
    public void close() {
        // Holds nothing open.
    }

    private BlobStoreUnavailableException unavailable(IOException cause) {
        return new BlobStoreUnavailableException(root.toString(), cause);
    }
}
