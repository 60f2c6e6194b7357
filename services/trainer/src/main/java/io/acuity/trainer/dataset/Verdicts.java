package io.acuity.trainer.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about image files, by the hash of their content, kept in a file so that a trainer does not decode its
 * whole dataset at each start. Used by one thread.
 */
final class Verdicts {
    private static final String REFUSED = "refused";

    private final Path file;
    private final Map<String, Verdict> known = new HashMap<>();

    /** What an image file is. */
    sealed interface Verdict {
        /**
         * It decodes.
         *
         * @param width after orientation
         * @param height after orientation
         */
        record Good(int width, int height) implements Verdict {}

        /** It does not, and that was told. */
        record Refused() implements Verdict {}
    }

    /** Reads what is known; a line that makes no sense is as good as none. */
    Verdicts(Path file) {
        this.file = file;
        if (Files.exists(file)) {
            try {
                Files.readAllLines(file).forEach(this::learn);
            } catch (IOException e) {
                throw unusable(e);
            }
        }
    }

    private void learn(String line) {
        String[] words = line.split(" ", -1);
        if (words.length == 2 && words[1].equals(REFUSED)) {
            known.put(words[0], new Verdict.Refused());
        } else if (words.length == 3 && words[1].matches("\\d{1,9}") && words[2].matches("\\d{1,9}")) {
            known.put(words[0], new Verdict.Good(Integer.parseInt(words[1]), Integer.parseInt(words[2])));
        }
    }

    @Nullable
    Verdict of(String key) {
        return known.get(key);
    }

    Verdict.Good good(String key, int width, int height) {
        Verdict.Good good = new Verdict.Good(width, height);
        known.put(key, good);
        append(key + " " + width + " " + height);
        return good;
    }

    void refused(String key) {
        known.put(key, new Verdict.Refused());
        append(key + " " + REFUSED);
    }

    private void append(String line) {
        try {
            Files.writeString(
                    file, line + System.lineSeparator(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private UncheckedIOException unusable(IOException e) {
        return new UncheckedIOException(
                "The file " + file + " cannot be used; check the trainer's folder and its free space.", e);
    }
}
