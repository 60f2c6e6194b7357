package io.acuity.cli.files;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Writes files beside their place and moves them there when they are complete. */
public final class WholeFile {
    private WholeFile() {}

    /** What a file holds. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it; the stream is closed by the caller. */
        void write(OutputStream out) throws IOException;
    }

    /**
     * Writes a file, whole or not at all.
     *
     * @throws CommandException if it cannot be written there
     */
    public static void write(Path output, Content content) {
        try {
            Path part = temporary(output);
            try {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
                    content.write(out);
                }
                publish(part, output);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILED, "Cannot write " + output + "; choose a folder you may write to.", e);
        }
    }

    /** A file beside {@code output} to be filled and then moved onto it. */
    public static Path temporary(Path output) throws IOException {
        return Files.createTempFile(folder(output), ".acuity-", ".part");
    }

    /** Moves a complete file to its place. */
    public static void publish(Path complete, Path output) throws IOException {
        // Temporary files are private; results get the rights of any new file, as far as the system tells them.
        PosixFileAttributeView rights = Files.getFileAttributeView(complete, PosixFileAttributeView.class);
        if (rights != null) {
            rights.setPermissions(Set.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.OTHERS_READ));
        }
        Files.move(complete, output, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path folder(Path output) {
        Path parent = output.toAbsolutePath().getParent();
        return parent == null ? output.toAbsolutePath() : parent;
    }
}
