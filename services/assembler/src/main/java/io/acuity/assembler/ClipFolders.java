package io.acuity.assembler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where clips under way lie, one folder each, named by the clip's id.
 *
 * @param root of all of them
 */
record ClipFolders(Path root) {
    /** Makes the folder of all clips. */
    static ClipFolders open(Path dataDir) {
        Path root = dataDir.toAbsolutePath().resolve("clips");
        try {
            return new ClipFolders(Files.createDirectories(root));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The assembler's data folder " + dataDir + " cannot be written; choose another with --data-dir.",
                    e);
        }
    }

    /** The folder of a clip, whose id has been checked; it may not exist. */
    ClipFolder of(String videoId) {
        return new ClipFolder(root.resolve(videoId));
    }
}
