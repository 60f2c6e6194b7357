package io.acuity.training.loop;

import io.acuity.checkpoints.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A training state in a file, replaced whole: a crash or a full disk while writing leaves the one of before. */
public final class Snapshot {
    private final Path file;

    /** A snapshot in {@code file}, whose folder exists. */
    public Snapshot(Path file) {
        this.file = file;
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /**
     * Replaces what was there.
     *
     * @throws IOException if the file cannot be written; what was there stays
     */
    public void keep(TrainingState state) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(fresh, state.arrays().encode());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /**
     * Reads it.
     *
     * @throws io.acuity.checkpoints.CorruptCheckpointException if it is damaged
     */
    public TrainingState read() throws IOException {
        return new TrainingState(Safetensors.parse(Files.readAllBytes(file), file.toString()));
    }
}
