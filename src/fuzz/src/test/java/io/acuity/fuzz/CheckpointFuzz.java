package io.acuity.fuzz;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.weights.WeightFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Weight files of any kind, as they lie on the disk: PyTorch's zip and legacy formats, safetensors. */
public final class CheckpointFuzz {
    /** The reader's free budget, a pickle's largest text, and the copies on the way. */
    private static final long MEMORY = 256L << 20;

    private static final int PER_BYTE = 400;
    private static final Path FILE = file();

    private CheckpointFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        Bounded.allocating(MEMORY + (long) PER_BYTE * input.length, () -> read(input));
    }

    /** Reads a file of this content. */
    static void read(byte[] content) {
        try {
            Files.write(FILE, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            WeightFiles.readAll(FILE).values().forEach(SafetensorsFuzz::requireWhole);
        } catch (CorruptCheckpointException e) {
            Bounded.requireSentence(e);
        }
    }

    private static Path file() {
        try {
            Path made = Files.createTempFile("acuity-fuzz", ".pth");
            made.toFile().deleteOnExit();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
