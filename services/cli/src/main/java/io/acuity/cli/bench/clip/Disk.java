package io.acuity.cli.bench.clip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What lies in a folder while others write to it; without the broker's indexes, which are made at their largest and hardly filled.
 *
 * @param bytes by the name of the first folder on the way
 * @param frameFiles frames in the store
 */
record Disk(Map<String, Long> bytes, long frameFiles) {
    private static final double MIB = 1 << 20;

    static Disk of(Path folder) {
        Map<String, Long> bytes = new HashMap<>();
        long frames = 0;
        try (var paths = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Path below = folder.relativize(path);
                if (below.getNameCount() > 1 && Files.isRegularFile(path) && !isIndex(path)) {
                    bytes.merge(below.getName(0).toString(), size(path), Long::sum);
                    frames += below.startsWith(Path.of("blobs", "frames")) ? 1 : 0;
                }
            }
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                // Somebody removed a file while we walked: look again.
                return of(folder);
            }
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read.", e);
        }
        return new Disk(bytes, frames);
    }

    private static boolean isIndex(Path path) {
        return path.toString().endsWith("index");
    }

    private static long size(Path path) throws IOException {
        try {
            return Files.size(path);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    double mib(String name) {
        return Math.round(bytes.getOrDefault(name, 0L) / MIB * 10) / 10.0;
    }
}
