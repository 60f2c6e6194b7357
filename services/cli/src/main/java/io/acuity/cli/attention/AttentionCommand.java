package io.acuity.cli.attention;

import io.acuity.attention.AttentionExtractor;
import io.acuity.attention.AttentionMap;
import io.acuity.attention.catalog.AttentionCatalog;
import io.acuity.attention.picture.MapPictures;
import io.acuity.attention.picture.Overlay;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.files.WholeFile;
import io.acuity.imaging.Picture;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.decode.UnreadableImageException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Extracts the attention map of a file. */
@Command(
        name = "attention",
        description = {
            "Says where an image deserves more refinement: writes its attention map, a 16-bit grey PNG of the size of",
            "the larger result, and if wanted the map in colours over the image."
        },
        footerHeading = "%nExtractors:%n",
        footer = {
            "  edges      edges, closed and blurred (the default)",
            "  sift       around key points",
            "  gaussian   the centre of the image",
            "  none       everything alike",
            "  dino-vit-s8, dino-vit-s16, dino-resnet50, once their weights lie in ~/.acuity/models/NAME; with :head=N",
            "             for one head, :avg for the mean of all, :max for their maximum (the default)",
            "",
            "Examples:",
            "  acuity attention photo.jpg -o map.png --overlay overlay.png",
            "  acuity attention photo.jpg -o map.png --extractor dino-vit-s8:avg",
            "  acuity upscale photo.jpg --recipe masked --attention map.png"
        })
public final class AttentionCommand implements Callable<Integer> {
    private static final int LARGEST_SCALE = 8;

    private final Console console;

    @Parameters(paramLabel = "IN", description = "Image file.")
    private Path input = Path.of("");

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The map to write, a 16-bit grey PNG.")
    private Path output = Path.of("");

    @Option(
            names = "--extractor",
            paramLabel = "NAME",
            description = "What looks at the image (default: ${DEFAULT-VALUE}); see below.")
    private String extractor = AttentionCatalog.DEFAULT_EXTRACTOR;

    @Option(
            names = "--overlay",
            paramLabel = "FILE",
            description = "Also write the map in colours over the image, a PNG.")
    private @Nullable Path overlay;

    @Option(
            names = "--scale",
            paramLabel = "N",
            description = "How many times larger the result is, 1 to 8 (default: ${DEFAULT-VALUE}).")
    private int scale = 4;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Creates the command. */
    public AttentionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (scale < 1 || scale > LARGEST_SCALE) {
            throw new CommandException(ExitCode.USAGE, "The scale is 1 to " + LARGEST_SCALE + ", not " + scale + ".");
        }
        try (LocalExtractors extractors = LocalExtractors.open()) {
            extract(extractors.find(extractor), decode());
        }
        return ExitCode.OK.status();
    }

    private void extract(AttentionExtractor chosen, Picture picture) {
        long begin = System.nanoTime();
        AttentionMap map = chosen.extract(
                picture, Math.multiplyExact(picture.height(), scale), Math.multiplyExact(picture.width(), scale));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        WholeFile.write(output, out -> MapPictures.write(map, out));
        if (overlay != null) {
            WholeFile.write(overlay, new Overlay(map, picture)::write);
        }
        report(new Report(
                input.toString(),
                output.toString(),
                overlay == null ? null : overlay.toString(),
                chosen.name(),
                map.width(),
                map.height(),
                map.mean(),
                millis));
    }

    private Picture decode() {
        try {
            return new PictureDecoder(DecodeLimits.defaults()).decode(input);
        } catch (UnreadableImageException e) {
            throw new CommandException(ExitCode.FAILED, input + ": " + e.getMessage(), e);
        }
    }

    private void report(Report report) {
        if (json) {
            console.json(report);
        } else {
            console.result(String.format(
                    Locale.ROOT,
                    "%s (%s, %d×%d, mean %.3f)",
                    report.map,
                    report.extractor,
                    report.width,
                    report.height,
                    report.mean));
        }
    }

    private record Report(
            String input,
            String map,
            @Nullable String overlay,
            String extractor,
            int width,
            int height,
            double mean,
            long millis) {}
}
