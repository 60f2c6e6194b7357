package io.acuity.pipeline;

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

/**
 * What a run keeps until its clip is complete: a hidden folder beside the result with the finished pieces and the name under
 * which frames are on the topics. One process at a time; a process that dies leaves it for the next.
 */
public final class WorkFolder implements AutoCloseable {
    private static final String ORDER = "order";
    private static final String ATTEMPT = "attempt";
    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel lock;

    private WorkFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Opens the folder of a clip; what a run with other options left is removed.
     *
     * @throws IOException when it cannot be written
     * @throws IllegalStateException when another process works on the same clip
     */
    public static WorkFolder open(ClipOrder order) throws IOException {
        Path target = order.output().target().toAbsolutePath();
        Path folder = target.resolveSibling("." + target.getFileName() + ".acuity");
        Files.createDirectories(folder);
        WorkFolder opened = new WorkFolder(folder, lock(folder, target));
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
        throw new IllegalStateException(
                "Another command is writing " + target + " right now; wait for it, or choose another name.");
    }

    /** Where services of this process keep their data, so that they survive with the rest. */
    public Path data() {
        return folder.resolve("data");
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
