package io.acuity.cli.chaos;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file system of its own, in memory, small enough to be filled to its last page: then the system itself refuses what is written, as on
 * a full disk. Making one takes the right to mount. Owned by one thread.
 */
final class SmallDisk implements AutoCloseable {
    private static final int BLOCK = 1 << 20;
    private static final int PAGE = 4096;

    private final Path folder;
    private final Path ballast;
    private final Thread cleaner = new Thread(this::unmount, "acuity-chaos-disk");

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.ballast = folder.resolve("ballast");
    }

    /**
     * Makes one.
     *
     * @param folder where; made if it is missing
     * @param mebibytes its size
     * @throws CommandException when this process may not mount
     */
    static SmallDisk mount(Path folder, int mebibytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        String trouble =
                run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "acuity-chaos", folder.toString());
        if (!trouble.isEmpty()) {
            throw new CommandException(
                    ExitCode.UNSUPPORTED,
                    "A full disk needs a file system of its own, and none can be mounted at " + folder + " ("
                            + trouble.strip() + "); run this scenario on Linux as root. Nothing was tried.");
        }
        SmallDisk disk = new SmallDisk(folder);
        // Whoever is interrupted closes nothing.
        Runtime.getRuntime().addShutdownHook(disk.cleaner);
        return disk;
    }

    /** Takes all the room there is; again whenever something was freed. */
    void fill() throws IOException {
        try (FileChannel file = FileChannel.open(
                ballast, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            for (int size = BLOCK; size >= PAGE; size /= 16) {
                writeWhilePossible(file, size);
            }
        }
    }

    private void writeWhilePossible(FileChannel file, int size) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(size);
        while (true) {
            try {
                file.write(block.clear());
            } catch (IOException e) {
                if (free() > BLOCK) {
                    throw e;
                }
                return;
            }
        }
    }

    /** Gives the room back. */
    void empty() throws IOException {
        Files.deleteIfExists(ballast);
    }

    /** Bytes that can be written. */
    long free() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    private void unmount() {
        try {
            // Lazily: a process that is just dying may have a file open.
            run("umount", "-l", folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("The disk at " + folder + " stays mounted; unmount it by hand.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        unmount();
        Runtime.getRuntime().removeShutdownHook(cleaner);
    }

    /** What a command complained about; empty when it did what it should. */
    private static String run(String... command) throws IOException, InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            return status == 0 ? "" : said.isBlank() ? command[0] + " ended with status " + status : said;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
