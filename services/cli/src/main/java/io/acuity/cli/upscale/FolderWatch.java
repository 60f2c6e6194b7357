package io.acuity.cli.upscale;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The images of a folder as they come: each once when it has stopped changing, and again when it changed later. Looks at the folder
 * again and again instead of asking the system for news, since network drives and containers send none, and since only two looks
 * tell that a copy is whole.
 *
 * <p>One thread iterates; any may close.
 */
final class FolderWatch implements Iterator<Inputs.Input>, AutoCloseable {
    /** Between two looks. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private final Path folder;
    private final Duration pause;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Deque<Inputs.Input> ready = new ArrayDeque<>();
    private Map<Path, Sight> sights = new HashMap<>();

    /**
     * Creates a watch, which looks when it is first asked.
     *
     * @param folder watched with the folders in it
     * @param pause between two looks; a file that did not change meanwhile is whole
     */
    FolderWatch(Path folder, Duration pause) {
        if (!Files.isDirectory(folder)) {
            throw new CommandException(
                    ExitCode.USAGE, "There is no folder " + folder + " to watch; make it or check its name.");
        }
        this.folder = folder;
        this.pause = pause;
    }

    /** A file as it was when last looked at, and whether it was handed out like that. */
    private record Sight(long size, FileTime modified, boolean handed) {
        boolean sameAs(Sight other) {
            return size == other.size && modified.equals(other.modified);
        }
    }

    /** Waits for the next image; false once the watch is closed. */
    @Override
    public boolean hasNext() {
        try {
            while (ready.isEmpty() && closed.getCount() > 0) {
                ready.addAll(look());
                if (ready.isEmpty() && closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    return false;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
        return closed.getCount() > 0;
    }

    @Override
    public Inputs.Input next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The watch of " + folder + " was closed.");
        }
        return ready.remove();
    }

    /** Ends the watch: nothing more is handed out. */
    @Override
    public void close() {
        closed.countDown();
    }

    /** One look: the images that have not changed since the last one and were not handed out like that. */
    List<Inputs.Input> look() {
        List<Inputs.Input> whole = new ArrayList<>();
        Map<Path, Sight> now = new HashMap<>();
        for (Inputs.Input image : Inputs.in(folder)) {
            Optional<Sight> sight = sight(image.file());
            if (sight.isPresent()) {
                Sight before = sights.get(image.file());
                boolean same = before != null && before.sameAs(sight.get());
                boolean handed = before != null && before.handed;
                if (same && !handed) {
                    whole.add(image);
                }
                now.put(image.file(), new Sight(sight.get().size, sight.get().modified, same));
            }
        }
        sights = now; // what is gone is forgotten
        return whole;
    }

    private static Optional<Sight> sight(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Sight(attributes.size(), attributes.lastModifiedTime(), false));
        } catch (IOException e) {
            return Optional.empty(); // removed between listing and looking
        }
    }
}
