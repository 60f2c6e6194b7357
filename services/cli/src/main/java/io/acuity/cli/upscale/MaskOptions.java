package io.acuity.cli.upscale;

import io.acuity.attention.catalog.AttentionCatalog;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The recipe of an upscale, and where a masked one refines. */
final class MaskOptions {
    @Option(
            names = "--recipe",
            paramLabel = "R",
            description =
                    "shift: residual shift of the whole image. masked: masked diffusion, more steps where attention "
                            + "is high (default: ${DEFAULT-VALUE}).")
    private Kind recipe = Kind.SHIFT;

    @Option(
            names = "--lower-bound",
            paramLabel = "L",
            description = "masked: least share of the steps in which a pixel is refined, 0 to 1 (default: 0.2).")
    private @Nullable Double lowerBound;

    @Option(
            names = "--attention",
            paramLabel = "NAME|MAP",
            description =
                    "masked: an extractor (see 'acuity help attention'), or a grey picture as large as the result "
                            + "(default: edges).")
    private @Nullable String attention;

    /** What can be asked for. */
    enum Kind {
        SHIFT,
        MASKED
    }

    boolean isMasked() {
        return recipe == Kind.MASKED;
    }

    /** Refuses what could not work, before anything is started. */
    void check() {
        if (!isMasked() && (lowerBound != null || attention != null)) {
            throw new CommandException(
                    ExitCode.USAGE, "--lower-bound and --attention belong to masked diffusion; add --recipe masked.");
        }
        if (lowerBound != null && !(lowerBound >= 0 && lowerBound <= 1)) {
            throw new CommandException(ExitCode.USAGE, "The lower bound is 0 to 1, not " + lowerBound + ".");
        }
        if (attention != null && map() == null && isFileName(attention)) {
            throw new CommandException(ExitCode.USAGE, "There is no attention map " + attention + "; check its name.");
        }
    }

    private static boolean isFileName(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.endsWith(".png") || lower.endsWith(".tif") || lower.endsWith(".tiff") || lower.contains("/");
    }

    /** The file of the map, if one was named. */
    @Nullable
    Path map() {
        if (attention == null) {
            return null;
        }
        try {
            Path path = Path.of(attention);
            return Files.isRegularFile(path) ? path : null;
        } catch (InvalidPathException e) {
            return null; // then it is the name of an extractor
        }
    }

    /** Adds what the gateway should be asked for. */
    void addTo(Map<String, String> options) {
        if (!isMasked()) {
            return;
        }
        options.put("operation", "MASKED_DIFFUSION");
        if (lowerBound != null) {
            options.put("lowerBound", String.valueOf(lowerBound));
        }
        if (attention == null) {
            options.put("attention", AttentionCatalog.DEFAULT_EXTRACTOR);
        } else if (map() == null) {
            options.put("attention", attention);
        }
    }
}
