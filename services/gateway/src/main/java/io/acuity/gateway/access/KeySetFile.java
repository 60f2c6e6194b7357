package io.acuity.gateway.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A JWK set in a file that may change. */
final class KeySetFile implements KeySource {

    private final Path file;
    private final WatchedFiles watched;
    private boolean read;

    KeySetFile(Path file) {
        this.file = file;
        this.watched = new WatchedFiles(List.of(file));
    }

    @Override
    public Optional<String> news(boolean wanted) throws IOException {
        boolean changed = watched.haveChanged();
        if (read && !changed) {
            return Optional.empty();
        }
        String set = Files.readString(file);
        read = true;
        return Optional.of(set);
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
