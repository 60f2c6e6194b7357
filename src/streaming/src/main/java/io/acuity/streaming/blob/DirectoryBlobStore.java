package io.acuity.streaming.blob;

import io.acuity.events.BlobReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
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
        return upload("", sha256 -> new BlobName(area, sha256), mediaType);
    }

    @Override
    public BlobUpload uploadFrame(String clipId, String mediaType) {
        String clip = BlobName.ofClip(clipId);
        return upload(clip + ".", sha256 -> new BlobName(BlobArea.FRAMES, clip, sha256), mediaType);
    }

    private BlobUpload upload(String prefix, Function<String, BlobName> name, String mediaType) {
        try {
            Path temporary = root.resolve(INCOMING).resolve(prefix + UUID.randomUUID() + ".part");
            return new BlobUpload(
                    temporary,
                    root.toString(),
                    (file, sha256, size) -> place(file, name.apply(sha256), size, mediaType));
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
    public InputStream open(BlobReference reference, long offset, long length) {
        try {
            FileChannel file =
                    FileChannel.open(root.resolve(BlobName.of(reference).path()));
            file.position(offset);
            return new PartStream(Channels.newInputStream(file), length);
        } catch (NoSuchFileException e) {
            throw new BlobMissingException(reference, root.toString(), e);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    @Override
    public void delete(BlobReference reference) {
        BlobName name = BlobName.of(reference);
        if (name.area() != BlobArea.FRAMES) {
            return;
        }
        try {
            Files.deleteIfExists(root.resolve(name.path()));
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    @Override
    public int removeFrames(String clipId) {
        String clip = BlobName.ofClip(clipId);
        Path frames = root.resolve(BlobArea.FRAMES.folder()).resolve(clip);
        try {
            int removed = remove(frames, "*") + remove(root.resolve(INCOMING), clip + ".*");
            Files.deleteIfExists(frames);
            return removed;
        } catch (DirectoryNotEmptyException e) {
            // Somebody still works on this clip; the collector has the rest.
            return 0;
        } catch (IOException | DirectoryIteratorException e) {
            throw unavailable(e);
        }
    }

    private static int remove(Path folder, String files) throws IOException {
        int removed = 0;
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, files)) {
                for (Path file : found) {
                    removed += Files.deleteIfExists(file) ? 1 : 0;
                }
            }
        }
        return removed;
    }

    @Override
    public int removeOlderThan(Instant limit) {
        int removed = removeOlderThan(limit, root.resolve(INCOMING));
        for (BlobArea area : BlobArea.values()) {
            removed += area.isCollected() ? removeOlderThan(limit, root.resolve(area.folder())) : 0;
        }
        return removed;
    }

    private int removeOlderThan(Instant limit, Path folder) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            int removed = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                removed += removeIfOlder(file, limit);
            }
            return removed;
        } catch (IOException | UncheckedIOException e) {
            throw unavailable(e);
        }
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

    private BlobStoreUnavailableException unavailable(Exception cause) {
        return new BlobStoreUnavailableException(root.toString(), cause);
    }
}
