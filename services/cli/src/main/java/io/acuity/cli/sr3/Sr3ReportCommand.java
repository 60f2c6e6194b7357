package io.acuity.cli.sr3;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.diffusion.mask.ActivationSteps;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.training.frames.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Turns the scores and pictures of an experiment into tables, curves and sheets. */
@Command(
        name = "report",
        description = {
            "Draws what an experiment found: a table of all scores in Markdown, curves, and sheets of pictures, errors,",
            "attention maps and masks. Scores are files SYSTEM/SEED/SETTING.jsonl, as 'sr3 evaluate --json' prints them;",
            "the system without masks is called none."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  acuity sr3 report --scores scores --plain pictures/none --masked pictures/edges --faces test"
                    + " --out docs/experiments/masked-diffusion"
        })
public final class Sr3ReportCommand implements Callable<Integer> {
    private static final int ZOOM = 2;
    /** Errors are small; drawn as they are they would be black. */
    private static final float ERROR_GAIN = 4;

    private final Console console;

    @Mixin
    private FrameOptions images = new FrameOptions();

    @Option(names = "--scores", required = true, paramLabel = "DIR", description = "Scores by system, seed, setting.")
    private Path scores = Path.of("");

    @Option(names = "--plain", required = true, paramLabel = "DIR", description = "Results without masks.")
    private Path plain = Path.of("");

    @Option(names = "--masked", required = true, paramLabel = "DIR", description = "Results with masks.")
    private Path masked = Path.of("");

    @Option(
            names = "--sheet",
            paramLabel = "DIR",
            description = "Photos for the sheets of pictures, where those that are measured may not be shown.")
    private @Nullable Path sheetPhotos;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the report.")
    private Path out = Path.of("");

    @Option(names = "--side", description = "Side of a frame (default: ${DEFAULT-VALUE}).")
    private int side = 64;

    @Option(names = "--scale", description = "Between LR image and frame (default: ${DEFAULT-VALUE}).")
    private int scale = 4;

    @Option(names = "--chain-steps", description = "Steps of the masks that are drawn (default: ${DEFAULT-VALUE}).")
    private int chainSteps = 100;

    @Option(names = "--lower-bound", description = "l of the masks that are drawn (default: ${DEFAULT-VALUE}).")
    private double lowerBound = 0.2;

    @Option(
            names = "--extractors",
            split = ",",
            description = "Extractors to draw; pictures show the last (default: ${DEFAULT-VALUE}).")
    private List<String> extractors = List.of("gaussian", "sift", "edges");

    @Option(names = "--pictures", description = "Frames on a sheet (default: ${DEFAULT-VALUE}).")
    private int pictures = 6;

    /** Creates the command. */
    public Sr3ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        List<ScoreSet> sets = ScoreSet.below(scores);
        Map<String, List<Frame>> frames = new LinkedHashMap<>();
        Map<String, List<Frame>> shown = new LinkedHashMap<>();
        List<Frame> last = List.of();
        for (String extractor : extractors) {
            frames.put(extractor, images.read(side, scale, extractor));
            last = sheetPhotos == null
                    ? images.read(side, scale, extractor)
                    : images.readPhotos(sheetPhotos, side, scale, extractor);
            shown.put(extractor, last);
        }
        Files.createDirectories(out);
        Files.write(out.resolve("scores.md"), new ScoreTable(sets).lines());
        ScoreCharts charts = new ScoreCharts(out);
        charts.refinedByStep(frames, lowerBound, chainSteps);
        String drawn = extractors.get(extractors.size() - 1);
        charts.qualityByShare(sets.stream()
                .filter(set -> set.system().equals(drawn) && set.setting().startsWith("marginal"))
                .toList());
        drawResults(last);
        drawMaps(shown, last);
        console.note("The report is in " + out + ".");
        return ExitCode.OK.status();
    }

    /** By column: what was given, the original, without masks, with masks, and the errors of both. */
    private void drawResults(List<Frame> frames) throws IOException {
        PictureSheet sheet = new PictureSheet(side, ZOOM);
        for (Frame frame : chosen(frames)) {
            FloatImage original = unsigned(frame.clean());
            FloatImage without = result(plain, frame);
            FloatImage with = result(masked, frame);
            sheet.row(List.of(
                    unsigned(frame.upsampled()),
                    original,
                    without,
                    with,
                    error(without, original),
                    error(with, original)));
        }
        sheet.write(out.resolve("results.png"));
    }

    /** By column: the original, a map per extractor, masks of the last one after a quarter, half and three quarters. */
    private void drawMaps(Map<String, List<Frame>> frames, List<Frame> last) throws IOException {
        PictureSheet sheet = new PictureSheet(side, ZOOM);
        for (Frame frame : chosen(last)) {
            List<FloatImage> row = new ArrayList<>(List.of(unsigned(frame.clean())));
            int number = last.indexOf(frame);
            frames.values().forEach(all -> row.add(all.get(number).attention()));
            ActivationSteps mask = ActivationSteps.of(frame.attention(), lowerBound, chainSteps);
            for (int quarter = 3; quarter >= 1; quarter--) {
                row.add(new FloatImage(1, side, side, mask.mask(chainSteps * quarter / 4)));
            }
            sheet.row(row);
        }
        sheet.write(out.resolve("maps.png"));
    }

    /** Some frames, evenly spread over all. */
    private List<Frame> chosen(List<Frame> frames) {
        int count = Math.min(pictures, frames.size());
        List<Frame> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chosen.add(frames.get(i * frames.size() / count));
        }
        return chosen;
    }

    private static FloatImage result(Path folder, Frame frame) {
        Path file = FramePictures.file(folder, frame.name());
        if (!Files.exists(file)) {
            throw new CommandException(
                    ExitCode.USAGE, "There is no result " + file + "; evaluate with --save and the same images.");
        }
        return PictureConversions.toRgb(new PictureDecoder(DecodeLimits.defaults()).decode(file));
    }

    private static FloatImage unsigned(FloatImage image) {
        float[] values = image.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] + 1) / 2;
        }
        return new FloatImage(image.channels(), image.height(), image.width(), values);
    }

    private static FloatImage error(FloatImage result, FloatImage original) {
        float[] values = result.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.min(1, ERROR_GAIN * Math.abs(values[i] - original.values()[i]));
        }
        return new FloatImage(result.channels(), result.height(), result.width(), values);
    }
}
