package io.acuity.assembler;

import io.acuity.events.BlobReference;
import io.acuity.streaming.blob.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * What an assembler keeps of one clip until it is done: the source, the pipeline's own folder, the results. A process that dies
 * leaves it for the next.
 *
 * @param path where; one folder of this clip alone
 */
record ClipFolder(Path path) {
    private static final String DEATHS = "deaths";
    private static final int LONGEST_NAME = 100;

    /** A file of the clip. */
    Path file(String name) {
        return path.resolve(name);
    }

    /**
     * Fetches the source, unless an earlier run has.
     *
     * @param name as its owner calls it, which messages will name
     * @return the file, verified when it was fetched
     */
    Path fetch(BlobReference clip, String name, BlobStore store) throws IOException {
        Path folder = Files.createDirectories(path.resolve("source"));
        Path source = folder.resolve(safe(name));
        if (Files.exists(source) && Files.size(source) == clip.getSize()) {
            return source;
        }
        // Under a name of its own: the process before may not have noticed yet that the clip is no longer its.
        Path part = path.resolve(UUID.randomUUID() + ".part");
        try (InputStream in = store.open(clip);
                OutputStream out = Files.newOutputStream(part)) {
            in.transferTo(out);
        }
        return Files.move(part, source, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String safe(String name) {
        String plain = name.replaceAll("[^\\p{L}\\p{N}._ -]", "_");
        String last = plain.substring(Math.max(0, plain.length() - LONGEST_NAME));
        return last.isBlank() || last.startsWith(".") ? "clip" + last.strip() : last;
    }

    /** How many processes died over this clip, the present one counted as if it had; see {@link #survived}. */
    int begin() throws IOException {
        Files.createDirectories(path);
        int deaths = deaths() + 1;
        Files.writeString(path.resolve(DEATHS), Integer.toString(deaths));
        return deaths;
    }

    private int deaths() throws IOException {
        try {
            return Integer.parseInt(Files.readString(path.resolve(DEATHS)).strip());
        } catch (NoSuchFileException | NumberFormatException e) {
            return 0; // none, or one that was dying while it wrote
        }
    }

    /** The process lives on, whatever became of the clip. */
    void survived() {
        try {
            Files.deleteIfExists(path.resolve(DEATHS));
        } catch (IOException e) {
            throw new UncheckedIOException("The clip's folder " + path + " cannot be written.", e);
        }
    }

    /** Removes everything of the clip. */
    void remove() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        List<Path> deepestFirst;
        try (var paths = Files.walk(path)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw new IOException(path + " cannot be read.", e);
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
