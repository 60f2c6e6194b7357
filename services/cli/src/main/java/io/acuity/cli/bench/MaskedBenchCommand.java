package io.acuity.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.attention.AttentionMap;
import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.diffusion.scheduler.JobReport;
import io.acuity.diffusion.scheduler.MaskedJobSpec.Coverage;
import io.acuity.diffusion.scheduler.ProgressListener;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.evaluation.Degraded;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.worker.WorkerDevice;
import io.acuity.worker.upscale.MaskedModel;
import io.acuity.worker.upscale.Masking;
import io.acuity.worker.upscale.ShiftModel;
import io.acuity.worker.upscale.UpscaleModel;
import io.acuity.worker.upscale.UpscaleOrder;
import io.acuity.worker.upscale.WholeImageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What masks save: network pixels and time of masked sampling beside dense sampling, on given attention maps. */
@Command(
        name = "masked",
        description = {
            "What masks save: network pixels and time of masked beside dense sampling of the same images, in pairs.",
            "Each image named in the maps' meta.json is made smaller four times and refined with its map, and without",
            "(every pixel in every step). Medians over the rounds are printed."
        })
public final class MaskedBenchCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Console console;

    @Mixin
    private ModelOptions model = new ModelOptions(BundleCatalog.MASKED_MODEL);

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Where the images named lie.")
    private Path data = Path.of("");

    @Option(names = "--maps", required = true, paramLabel = "DIR", description = "Folder of maps with meta.json.")
    private Path maps = Path.of("");

    @Option(names = "--lower-bound", description = "Least share of the steps per pixel (default: ${DEFAULT-VALUE}).")
    private double lowerBound = Masking.DEFAULT_LOWER_BOUND;

    @Option(names = "--steps", paramLabel = "N", description = "Number of steps (default: the model's own).")
    private @Nullable Integer steps;

    @Option(names = "--rounds", description = "Pairs per image, after one to warm up (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(names = "--json", description = "Print one JSON object per image.")
    private boolean json;

    /** Creates the command. */
    public MaskedBenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        int scale = model.checked().scale();
        List<Row> rows = new ArrayList<>();
        try (WorkerDevice device = WorkerDevice.open(model.models(), model.precision(), SchedulerSettings.DEFAULT)) {
            MaskedModel masked = masked(device);
            for (Map.Entry<String, JsonNode> entry : named()) {
                Path image = data.resolve(entry.getValue().path("image").asText());
                Row row = measure(device, masked, entry.getKey(), degraded(image, scale));
                rows.add(row);
                say(row);
            }
        }
        if (!json) {
            console.result(String.format(
                    Locale.ROOT,
                    "mean: %.3f of the network pixels, %.3f of the time",
                    rows.stream().mapToDouble(Row::pixelShare).average().orElse(Double.NaN),
                    rows.stream().mapToDouble(Row::timeShare).average().orElse(Double.NaN)));
        }
        return ExitCode.OK.status();
    }

    private MaskedModel masked(WorkerDevice device) {
        UpscaleModel loaded =
                device.models().model(device.models().names().iterator().next());
        UpscaleModel wanted = steps == null ? loaded : loaded.withSteps(steps);
        return switch (wanted) {
            case MaskedModel masked -> masked;
            case ShiftModel local -> MaskedModel.of(local);
            case WholeImageModel whole ->
                throw new CommandException(
                        ExitCode.USAGE,
                        "The model " + whole.name()
                                + " looks at whole images, of which masks save nothing; name a local"
                                + " one, such as acuity-m-x4.");
        };
    }

    private List<Map.Entry<String, JsonNode>> named() throws IOException {
        Path file = maps.resolve("meta.json");
        if (!Files.isRegularFile(file)) {
            throw new CommandException(
                    ExitCode.USAGE, "The folder " + maps + " has no meta.json that names the image of each map.");
        }
        return List.copyOf(JSON.readTree(file.toFile()).path("maps").properties());
    }

    private static Degraded degraded(Path image, int scale) {
        return Degraded.reduced(new PictureDecoder(DecodeLimits.defaults()).decode(image), scale);
    }

    /** The map as it is, cut as the image was. */
    private AttentionMap map(String name, Picture highRes) {
        Picture drawn = new PictureDecoder(DecodeLimits.defaults()).decode(maps.resolve(name));
        if (drawn.width() < highRes.width() || drawn.height() < highRes.height()) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "The map " + name + " has " + drawn.width() + "×" + drawn.height()
                            + " pixels, less than its image; it must have the size of the image.");
        }
        FloatImage values = PictureConversions.toFloat(drawn.colour().get(0));
        return AttentionMap.of(values.window(0, 0, highRes.width(), highRes.height()));
    }

    private Row measure(WorkerDevice device, MaskedModel masked, String name, Degraded image) {
        Picture highRes = image.highRes();
        Masking sparse = new Masking(map(name, highRes), lowerBound, Coverage.RECTANGLES);
        Masking everywhere = Masking.everywhere(highRes.height(), highRes.width());
        List<Double> maskedMillis = new ArrayList<>();
        List<Double> denseMillis = new ArrayList<>();
        Timed last = run(device, masked, image.lowRes(), sparse);
        run(device, masked, image.lowRes(), everywhere);
        for (int i = 0; i < rounds; i++) {
            denseMillis.add(run(device, masked, image.lowRes(), everywhere).millis);
            last = run(device, masked, image.lowRes(), sparse);
            maskedMillis.add(last.millis);
        }
        return new Row(
                name,
                last.report.networkPixels(),
                last.report.denseNetworkPixels(),
                last.report.encoderPixels(),
                Median.of(maskedMillis),
                Median.of(denseMillis));
    }

    private static Timed run(WorkerDevice device, MaskedModel masked, Picture lowRes, Masking masking) {
        long start = System.nanoTime();
        JobReport report = device.upscaler()
                .start(
                        new UpscaleOrder(lowRes, masked, 0, false, masking),
                        (samples, rows) -> {},
                        ProgressListener.NONE)
                .done()
                .join();
        return new Timed((System.nanoTime() - start) / 1e6, report);
    }

    private void say(Row row) {
        if (json) {
            console.json(row);
        } else {
            console.result(String.format(
                    Locale.ROOT,
                    "%-50s %.3f of the network pixels, %.3f of the time (%.0f of %.0f ms)",
                    row.map,
                    row.pixelShare(),
                    row.timeShare(),
                    row.maskedMs,
                    row.denseMs));
        }
    }

    private record Timed(double millis, JobReport report) {}

    /** One image; the names are those of the JSON object. */
    record Row(
            String map,
            long networkPixels,
            long denseNetworkPixels,
            long encoderPixels,
            double maskedMs,
            double denseMs) {
        double pixelShare() {
            return (double) networkPixels / denseNetworkPixels;
        }

        double timeShare() {
            return maskedMs / denseMs;
        }
    }
}
