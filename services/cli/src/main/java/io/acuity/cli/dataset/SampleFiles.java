package io.acuity.cli.dataset;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The image files below a folder, and the LR file that goes with each. */
final class SampleFiles {
    private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg", "webp", "tif", "tiff", "bmp", "gif");
    private static final int SMALLEST_SCALE = 2;
    private static final int LARGEST_SCALE = 8;

    private final Path folder;
    private final @Nullable Path lowResFolder;
    private final List<Path> images;
    private final Map<String, Path> lowRes = new HashMap<>();

    private SampleFiles(Path folder, @Nullable Path lowResFolder) {
        this.folder = folder;
        this.lowResFolder = lowResFolder;
        this.images = below(folder);
        if (lowResFolder != null) {
            below(lowResFolder).forEach(file -> lowRes.put(stem(lowResFolder, file), file));
        }
    }

    /** Looks for images; refuses folders that have none. */
    static SampleFiles in(Path folder, @Nullable Path lowResFolder) {
        return new SampleFiles(folder, lowResFolder);
    }

    /** In the order of their paths. */
    List<Path> images() {
        return images;
    }

    boolean arePairs() {
        return lowResFolder != null;
    }

    /** The path below the folder, with slashes. */
    String sourceName(Path image) {
        return folder.relativize(image).toString().replace('\\', '/');
    }

    /** The file of the same name in the LR folder, which may end in its scale as in 0001x4.png. */
    Optional<Path> lowResOf(Path image) {
        String stem = stem(folder, image);
        Path found = lowRes.get(stem);
        for (int scale = SMALLEST_SCALE; found == null && scale <= LARGEST_SCALE; scale++) {
            found = lowRes.get(stem + "x" + scale);
        }
        return Optional.ofNullable(found);
    }

    private static List<Path> below(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new CommandException(
                    ExitCode.FAILED, "The folder " + folder + " does not exist; name a folder with images.");
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> found = walk.filter(file -> Files.isRegularFile(file) && EXTENSIONS.contains(extension(file)))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new CommandException(
                        ExitCode.FAILED,
                        "There are no images below " + folder + "; put PNG, JPEG, WebP, TIFF, BMP or GIF files there.");
            }
            return found;
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILED, "The folder " + folder + " cannot be read; check its permissions.", e);
        }
    }

    private static String extension(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static String stem(Path folder, Path file) {
        String name = folder.relativize(file).toString();
        return name.substring(0, name.lastIndexOf('.'));
    }
}
