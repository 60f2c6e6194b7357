package io.acuity.gateway.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Notices that files changed, also when another takes a file's place, or a link's target moves. One thread at a time may ask. */
public final class WatchedFiles {

    private final List<Path> files;
    private List<Stamp> seen;

    private record Stamp(
            FileTime modified, long size, @Nullable Object key) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
        }
    }

    /**
     * Watches from now on; look before you read, or a change in between is missed.
     *
     * @param files need not be there yet
     */
    public WatchedFiles(List<Path> files) {
        this.files = List.copyOf(files);
        this.seen = List.of();
        try {
            this.seen = stamps();
        } catch (IOException e) {
            // Whoever reads them next says what is wrong; they have changed as soon as they are there.
            this.seen = List.of();
        }
    }

    /**
     * Whether any changed since this was last asked.
     *
     * @return true once for each change
     * @throws IOException when one is missing or out of reach; asked again, it tells of changes since the last success
     */
    public boolean haveChanged() throws IOException {
        List<Stamp> now = stamps();
        boolean changed = !Objects.equals(now, seen);
        seen = now;
        return changed;
    }

    private List<Stamp> stamps() throws IOException {
        List<Stamp> stamps = new ArrayList<>();
        for (Path file : files) {
            stamps.add(Stamp.of(file));
        }
        return stamps;
    }
}
