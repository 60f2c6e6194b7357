package io.acuity.cli.upscale;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.imaging.encode.PictureFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides where results go. */
final class Outputs {
    private final @Nullable Path chosen;
    private final boolean intoFolder;
    private final String scale;
    private final PictureFormat format;
    private final Map<Path, Path> taken = new HashMap<>();

    /**
     * Creates the rule.
     *
     * @param chosen file or folder the person named, or null
     * @param several whether there may be more than one image, which needs a folder
     */
    Outputs(@Nullable Path chosen, boolean several, String scale, PictureFormat format) {
        this.chosen = chosen;
        this.scale = scale;
        this.format = format;
        this.intoFolder = chosen != null
                && (several || Files.isDirectory(chosen) || chosen.toString().endsWith("/") || !hasKnownEnd(chosen));
    }

    /** The format a file name asks for, if the person named a file. */
    static Optional<PictureFormat> formatOf(@Nullable Path chosen) {
        if (chosen == null || Files.isDirectory(chosen)) {
            return Optional.empty();
        }
        String name = String.valueOf(chosen.getFileName());
        return PictureFormat.ofExtension(name.substring(name.lastIndexOf('.') + 1));
    }

    private static boolean hasKnownEnd(Path path) {
        return formatOf(path).isPresent();
    }

    /** Where the result of {@code input} goes; makes the folder and checks that it may be written. */
    Path of(Inputs.Input input) {
        Path output = name(input);
        Path other = taken.putIfAbsent(output.toAbsolutePath().normalize(), input.file());
        if (other != null && !other.equals(input.file())) { // a file that changed comes again
            throw failed("The results of " + other + " and " + input.file() + " would both be " + output
                    + "; upscale them separately.");
        }
        if (Files.exists(output) && (Files.isDirectory(output) || isReadOnly(output))) {
            throw failed("Cannot write " + output + ": it is " + (Files.isDirectory(output) ? "a folder" : "read-only")
                    + "; choose another place with -o.");
        }
        Path folder = folder(output);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILED, "Cannot make the folder " + folder + "; choose another place with -o.", e);
        }
        if (isReadOnly(folder)) {
            throw failed("Cannot write into the folder " + folder + ": it is read-only; choose another with -o.");
        }
        return output;
    }

    private Path name(Inputs.Input input) {
        if (chosen != null && !intoFolder) {
            return chosen;
        }
        String name = String.valueOf(input.file().getFileName());
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String result = stem + "-x" + scale + "." + format.extension();
        return chosen == null
                ? input.file().resolveSibling(result)
                : chosen.resolve(input.place()).resolveSibling(result);
    }

    private static Path folder(Path output) {
        Path parent = output.toAbsolutePath().getParent();
        return parent == null ? output.toAbsolutePath() : parent;
    }

    // An administrator may write everything; a file or folder marked read-only is meant so all the same.
    private static boolean isReadOnly(Path path) {
        try {
            return !Files.isWritable(path)
                    || !Files.getPosixFilePermissions(path).contains(PosixFilePermission.OWNER_WRITE);
        } catch (IOException | UnsupportedOperationException e) {
            return !Files.isWritable(path);
        }
    }

    private static CommandException failed(String sentence) {
        return new CommandException(ExitCode.FAILED, sentence);
    }
}
