package io.acuity.trainer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A trainer's folder, which belongs to one trainer at a time; the system takes the claim back when the process dies. */
final class FolderClaim implements AutoCloseable {
    private static final String FILE = "lock";

    private final FileChannel channel;

    private FolderClaim(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Claims a folder, which is made if needed.
     *
     * @throws IllegalStateException if another trainer has it
     * @throws IOException if it cannot be written
     */
    static FolderClaim take(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            throw new IllegalStateException("The folder " + folder
                    + " is in use by another trainer; wait for it to end, or choose another folder for this one.");
        }
        return new FolderClaim(channel);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another trainer of this very process has it
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
