package io.acuity.pipeline;

import io.acuity.video.ClipException;
import io.acuity.video.FramePixels;
import io.acuity.video.encode.ClipOutput;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What a run keeps until its clip is complete: a hidden folder beside the result with the finished pieces and the name under
 * which frames are on the topics. One process at a time; a process that dies leaves it for the next.
 */
public final class WorkFolder implements AutoCloseable {
    private static final String ORDER = "order";
    private static final String ATTEMPT = "attempt";
    private static final String LOCK = "lock";

    private static final long MEGABYTE = 1 << 20;
    /** What a broker in the folder needs to stop in order. */
    private static final long SPARE = 32 * MEGABYTE;
    /** Results that workers in this process may yet store after the run has ended. */
    private static final int FRAMES_ON_THEIR_WAY = 8;

    private final Path folder;
    private final FileChannel lock;
    private final LongSupplier space;

    private WorkFolder(Path folder, FileChannel lock, LongSupplier space) {
        this.folder = folder;
        this.lock = lock;
        this.space = space;
    }

    /**
     * Opens the folder of a clip; what a run with other options left is removed.
     *
     * @throws IOException when it cannot be written
     * @throws ClipBusyException when another process works on the same clip
     */
    public static WorkFolder open(ClipOrder order) throws IOException {
        File disk = Files.createDirectories(of(order)).toFile();
        return open(order, disk::getUsableSpace);
    }

    /**
     * Opens it on a disk of a certain size. For tests.
     *
     * @param space bytes that are left on the disk
     */
    static WorkFolder open(ClipOrder order, LongSupplier space) throws IOException {
        Path target = order.output().target().toAbsolutePath();
        Path folder = Files.createDirectories(of(order));
        WorkFolder opened = new WorkFolder(folder, lock(folder, target), space);
        try {
            if (!opened.read(ORDER).equals(Optional.of(order.fingerprint()))) {
                opened.clear();
                opened.write(ORDER, order.fingerprint());
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static Path of(ClipOrder order) {
        Path target = order.output().target().toAbsolutePath();
        return target.resolveSibling("." + target.getFileName() + ".acuity");
    }

    private static FileChannel lock(Path folder, Path target) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process: the same answer.
        }
        channel.close();
        throw new ClipBusyException(target);
    }

    /** Where services of this process keep their data, so that they survive with the rest. */
    public Path data() {
        return folder.resolve("data");
    }

    /**
     * Looks whether frames may go on coming. A disk must not be full to the last byte: a broker in the folder would end with this process.
     *
     * @throws ClipException {@code DISK_FULL}
     */
    void requireRoom(ClipOutput output) {
        long frame = FramePixels.bytes(output.width(), output.height(), output.bitDepth());
        requireRoom(SPARE + FRAMES_ON_THEIR_WAY * frame, "frames on their way");
    }

    /**
     * Looks whether the pieces can be joined, which takes as much as they and the rest of the source do.
     *
     * @throws ClipException {@code DISK_FULL}
     */
    void requireRoomToJoin(ClipOutput output) throws IOException {
        long bytes = Files.size(output.source());
        for (long number = 0; number < segments(); number++) {
            bytes += Files.size(segment(number));
        }
        requireRoom(SPARE + bytes, "the finished clip");
    }

    private void requireRoom(long bytes, String what) {
        long left = space.getAsLong();
        if (left < bytes) {
            throw new ClipException(
                    ClipException.Reason.DISK_FULL,
                    "Only " + left / MEGABYTE + " MB are left on the disk of " + folder.getParent() + ", and " + what
                            + " may need " + (bytes / MEGABYTE + 1)
                            + " MB; free some and start again: what is done stays done.");
        }
    }

    /** Where the result is written until it is complete. */
    Path partial() {
        return folder.resolve("joined.part");
    }

    /** The file of a piece. */
    Path segment(long number) {
        return folder.resolve(String.format(Locale.ROOT, "segment-%06d", number));
    }

    /** How many pieces are complete; they are so in order. */
    long segments() {
        long count = 0;
        while (Files.exists(segment(count))) {
            count++;
        }
        return count;
    }

    Optional<Attempt> attempt() throws IOException {
        return read(ATTEMPT).map(Attempt::parse);
    }

    void setAttempt(Attempt attempt) throws IOException {
        write(ATTEMPT, attempt.text());
    }

    private Optional<String> read(String name) throws IOException {
        try {
            return Optional.of(Files.readString(folder.resolve(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private void write(String name, String text) throws IOException {
        Path part = Files.writeString(folder.resolve(name + ".part"), text);
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes the folder with all that is in it. */
    public void remove() throws IOException {
        clear();
        close();
        Files.deleteIfExists(folder.resolve(LOCK));
        Files.deleteIfExists(folder);
    }

    private void clear() throws IOException {
        List<Path> deepestFirst;
        try (var paths = Files.walk(folder)) {
            deepestFirst = paths.filter(path ->
                            !path.equals(folder) && !folder.resolve(LOCK).equals(path))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (UncheckedIOException e) {
            throw new IOException(folder + " cannot be read.", e);
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }

    /** Lets others have the folder, which stays. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
