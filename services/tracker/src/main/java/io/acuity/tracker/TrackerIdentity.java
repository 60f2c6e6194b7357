package io.acuity.tracker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The name of a tracker in its groups, kept with its state. One that was killed and comes back under its name takes its
 * partitions up at once; under a new name it would wait until the broker gives the old one up, six seconds.
 */
final class TrackerIdentity {

    private static final String FILE = "tracker-id";

    private TrackerIdentity() {}

    /**
     * The name that belongs to a state folder; made when there is none.
     *
     * @param stateDir of the tracker; created when it is missing
     * @throws UncheckedIOException when the folder cannot be used
     */
    static String of(Path stateDir) {
        try {
            Files.createDirectories(stateDir);
            Path file = stateDir.resolve(FILE);
            if (Files.exists(file)) {
                String known = Files.readString(file).strip();
                if (!known.isEmpty()) {
                    return known;
                }
            }
            String made = UUID.randomUUID().toString();
            Files.writeString(file, made);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The tracker cannot keep its state in " + stateDir
                            + "; choose another folder or check its permissions.",
                    e);
        }
    }
}
