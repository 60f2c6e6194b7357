package io.acuity.cli.upscale;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** The images that were named: files, whole folders, and patterns that the shell left alone. */
final class Inputs {
    private static final Set<String> IMAGES = Set.of("png", "jpg", "jpeg", "tif", "tiff", "bmp", "gif", "webp");
    /** What this command writes beside its inputs: not to be enlarged again when a folder is named once more. */
    private static final Pattern RESULT = Pattern.compile(".*-x[1-9]\\d?(\\.\\d+)?|.*-compare");

    private Inputs() {}

    /**
     * One image.
     *
     * @param file it
     * @param place where its result lies inside a folder of results: its path below the folder that was named, or its name
     */
    record Input(Path file, Path place) {}

    /**
     * All images, in the order they were named, those of a folder by name.
     *
     * @throws CommandException if a folder or a pattern holds no image
     */
    static List<Input> of(List<Path> named) {
        List<Input> all = new ArrayList<>();
        for (Path path : named) {
            if (Files.isDirectory(path)) {
                all.addAll(below(path, file -> true, "The folder " + path));
            } else if (!Files.exists(path) && isPattern(path.toString())) {
                all.addAll(matching(path.toString()));
            } else {
                all.add(single(path));
            }
        }
        return all;
    }

    private static Input single(Path file) {
        Path name = file.getFileName();
        return new Input(file, name == null ? file : name);
    }

    private static boolean isPattern(String text) {
        return text.matches(".*[*?\\[{].*");
    }

    /** The folder before the first part with a wildcard is searched. */
    private static List<Input> matching(String pattern) {
        int wildcard = pattern.split("[*?\\[{]", 2)[0].lastIndexOf('/');
        Path folder = Path.of(wildcard < 0 ? "." : pattern.substring(0, wildcard + 1));
        try {
            PathMatcher matcher =
                    FileSystems.getDefault().getPathMatcher("glob:" + (wildcard < 0 ? "./" + pattern : pattern));
            return below(folder, matcher::matches, "The pattern " + pattern);
        } catch (PatternSyntaxException | InvalidPathException e) {
            throw new CommandException(
                    ExitCode.USAGE, "The pattern " + pattern + " cannot be read; check its brackets.", e);
        }
    }

    private static List<Input> below(Path folder, Predicate<Path> wanted, String what) {
        List<Input> found =
                in(folder).stream().filter(image -> wanted.test(image.file())).toList();
        if (found.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, what + " holds no image; check its name.");
        }
        return found;
    }

    /**
     * The images that are in a folder and in its folders now, by name; results of this command are none.
     *
     * @throws CommandException if the folder cannot be read
     */
    static List<Input> in(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(Inputs::isImage)
                    .sorted()
                    .map(file -> new Input(file, folder.relativize(file)))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new CommandException(ExitCode.FAILED, "The folder " + folder + " cannot be read.", e);
        }
    }

    private static boolean isImage(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0
                && IMAGES.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT))
                && !RESULT.matcher(name.substring(0, dot)).matches();
    }
}
