package io.acuity.gateway.access;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a file, in memory. Looked up on the event loop; {@link #refresh} reads the file again and blocks, so it belongs on another
 * thread. A file that cannot be read leaves the keys as they are: a slip of an editor's must not lock everybody out.
 */
final class KeyRing {

    private static final Logger LOGGER = LoggerFactory.getLogger(KeyRing.class);

    private final KeyFile file;
    private final WatchedFiles watched;
    private volatile List<ApiKey> keys;
    private boolean failed;

    /** Reads the file; throws {@link KeyFileException} when that fails. */
    KeyRing(Path path) {
        this.file = new KeyFile(path);
        this.watched = new WatchedFiles(List.of(path));
        this.keys = List.copyOf(file.read());
    }

    /** The key that a caller presents, if it is one of ours. */
    Optional<ApiKey> find(String presented) {
        String sha256 = ApiKey.hash(presented);
        Optional<ApiKey> found = Optional.empty();
        // To the end in any case: how long it takes says nothing about which key it was.
        for (ApiKey key : keys) {
            if (key.isOf(sha256)) {
                found = Optional.of(key);
            }
        }
        return found;
    }

    /** The key of an id, as long as it is not revoked. */
    Optional<ApiKey> named(String id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    /** Reads the file again if it changed. */
    void refresh() {
        try {
            if (watched.haveChanged()) {
                keys = List.copyOf(file.read());
                failed = false;
                LOGGER.atInfo().addKeyValue("count", keys.size()).log("Read the keys again");
            }
        } catch (IOException | KeyFileException e) {
            if (!failed) {
                LOGGER.atError().setCause(e).log("The keys stay as they were, because their file cannot be read");
            }
            failed = true;
        }
    }
}
