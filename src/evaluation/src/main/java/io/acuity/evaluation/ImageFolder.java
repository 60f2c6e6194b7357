package io.acuity.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The image files of a folder, or of its {@code HR} folder as benchmark sets have one, in the order of their names. */
final class ImageFolder {
    private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg", "webp", "tif", "tiff", "bmp", "gif");

    private ImageFolder() {}

    static List<Path> images(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new EvaluationException("The folder " + folder + " does not exist; name a folder with images.");
        }
        List<Path> images = list(folder);
        Path highRes = folder.resolve("HR");
        if (images.isEmpty() && Files.isDirectory(highRes)) {
            images = list(highRes);
        }
        if (images.isEmpty()) {
            throw new EvaluationException(
                    "The folder " + folder + " has no images; put PNG, JPEG, WebP, TIFF, BMP or GIF files into it.");
        }
        return images;
    }

    static String nameOf(Path file) {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> EXTENSIONS.contains(extension(file)) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new EvaluationException("The folder " + folder + " cannot be read; check its permissions.", e);
        }
    }

    private static String extension(Path file) {
        String name = file.toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
