package io.acuity.cli.upscale;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.streaming.topics.Priority;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Upscales files through gateway, broker and worker, all in this process unless others are named. */
@Command(
        name = "upscale",
        description = {
            "Makes images four times larger and sharper.",
            "Reads PNG, JPEG (CMYK too), WebP, TIFF, BMP and GIF (first frame); grey, alpha, 16 bits, orientation and "
                    + "colour profiles are respected."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  acuity upscale photo.jpg                 writes photo-x4.png beside it",
            "  acuity upscale photo.jpg -o big.tif      the end of the name chooses the format",
            "  acuity upscale *.jpg -o large            writes large/NAME-x4.png for each",
            "  acuity upscale *.png -o large --json     one JSON object per image, for programs",
            "  acuity upscale photos -o large --resume  a folder with its folders, going on where it was interrupted",
            "  acuity upscale --watch inbox -o large    every image that comes into the folder, until Ctrl-C",
            "  acuity upscale photo.jpg --server http://gpu-box:8080",
            "  acuity upscale photo.jpg --bootstrap kafka:9092 --blobs s3://acuity/blobs",
            "  acuity upscale photo.jpg --compare       and photo-x4-compare.png, before and after",
            "  acuity upscale photo.jpg --seed 7 --deterministic",
            "  acuity upscale photo.jpg --model idm-any --scale 2.7",
            "  acuity upscale photo.jpg --recipe masked more steps where there is detail",
            "  acuity upscale photo.jpg --recipe masked --attention map.png --lower-bound 0.1",
            "",
            "An image that cannot be read or written is reported in one sentence and the others are done; the exit",
            "status is then 1."
        })
public final class UpscaleCommand implements Callable<Integer> {
    private static final Duration READY = Duration.ofSeconds(30);
    /** After Ctrl-C, for the images a watch has in work. */
    private static final Duration LAST_IMAGES = Duration.ofMinutes(1);

    private final Console console;

    @Parameters(
            arity = "0..*",
            paramLabel = "IN",
            description = "Image files, folders of them, or quoted patterns such as 'photos/**.jpg'.")
    private List<Path> inputs = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE|DIR",
            description = "File (for one image) or folder to write to; beside the input when left out.")
    private @Nullable Path output;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Mixin
    private MaskOptions masks = new MaskOptions();

    @Option(names = "--force", description = "Go beyond the scales that a model of any scale was trained for.")
    private boolean force;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Number of diffusion steps, at most as many as were trained (default: the model's own).")
    private @Nullable Integer steps;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the noise (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--format", paramLabel = "F", description = "png, jpeg or tiff (default: as -o says, or png).")
    private @Nullable PictureFormat format;

    @Option(names = "--quality", paramLabel = "N", description = "JPEG quality, 1 to 100 (default: ${DEFAULT-VALUE}).")
    private int quality = 95;

    @Option(names = "--deterministic", description = "Identical bytes each time on this machine; slower.")
    private boolean deterministic;

    @Option(
            names = "--priority",
            paramLabel = "P",
            description =
                    "interactive, or batch: done in turns behind what others wait for (default: ${DEFAULT-VALUE}).")
    private Priority priority = Priority.INTERACTIVE;

    @Option(
            names = "--resume",
            description = "Leave out images whose result is there already and not older than they are.")
    private boolean resume;

    @Option(
            names = "--compare",
            description =
                    "Also write NAME-compare.png beside each result: bicubic at the left, the result at the right.")
    private boolean compare;

    @Option(names = "--json", description = "Print one JSON object per image.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress bar, no lines for images that succeeded.")
    private boolean quiet;

    @Option(
            names = "--watch",
            paramLabel = "DIR",
            description = "Upscale what is in a folder and what comes into it, until stopped (Ctrl-C).")
    private @Nullable Path watch;

    @Mixin
    private GatewayOptions gateways = new GatewayOptions();

    /** Creates the command. */
    public UpscaleCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkNumbers();
        masks.check();
        gateways.check();
        if (inputs.isEmpty() == (watch == null)) {
            throw new CommandException(ExitCode.USAGE, "Name images, or a folder to watch with --watch, one of both.");
        }
        if (masks.isMasked()) {
            model.setUsual(BundleCatalog.MASKED_MODEL);
        }
        ModelDescription description = model.checkedForAnyScale(force);
        Batch batch = watch == null ? upscale(description) : watch(watch, description);
        return (batch.hasFailures() ? ExitCode.FAILED : ExitCode.OK).status();
    }

    private Batch upscale(ModelDescription description) throws IOException, InterruptedException {
        List<Inputs.Input> images = Inputs.of(inputs);
        PictureFormat chosen = chosenFormat(images.size());
        Outputs outputs = new Outputs(output, images.size() > 1, model.scale(description), chosen);
        Batch batch =
                Batch.plan(images, outputs, new Batch.Habits(resume, compare), new BatchReport(console, json, quiet));
        if (!batch.isEmpty()) {
            try (OpenGateway gateway = gateways.open(model, description, Duration.ZERO)) {
                batch.run(gateway, order(description, chosen), READY);
            }
        }
        return batch;
    }

    private Batch watch(Path folder, ModelDescription description) throws IOException, InterruptedException {
        PictureFormat chosen = chosenFormat(Integer.MAX_VALUE);
        Outputs outputs = new Outputs(output, true, model.scale(description), chosen);
        Batch batch =
                Batch.plan(List.of(), outputs, new Batch.Habits(true, compare), new BatchReport(console, json, quiet));
        try (FolderWatch images = new FolderWatch(folder, FolderWatch.PAUSE);
                OpenGateway gateway = gateways.open(model, description, LAST_IMAGES)) {
            Runtime.getRuntime().addShutdownHook(new Thread(images::close, "acuity-stop"));
            console.note("acuity: watching " + folder + "; stop with Ctrl-C.");
            batch.watch(images, gateway, order(description, chosen), READY);
        }
        return batch;
    }

    private Order order(ModelDescription description, PictureFormat chosen) {
        return new Order(options(description, chosen), masks.map());
    }

    private void checkNumbers() {
        if (quality < 1 || quality > 100) {
            throw new CommandException(ExitCode.USAGE, "The quality is 1 to 100, not " + quality + ".");
        }
        if (steps != null && (steps < 1 || steps > 10_000)) {
            throw new CommandException(ExitCode.USAGE, "The number of steps is 1 to 10000, not " + steps + ".");
        }
    }

    private PictureFormat chosenFormat(int images) {
        Optional<PictureFormat> byName = images == 1 ? Outputs.formatOf(output) : Optional.empty();
        if (format != null && byName.isPresent() && byName.get() != format) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "The file " + output + " and --format " + format + " ask for different formats; choose one.");
        }
        return format != null ? format : byName.orElse(PictureFormat.PNG);
    }

    private Map<String, String> options(ModelDescription description, PictureFormat chosen) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("model", description.name());
        options.put("scale", model.scale(description));
        if (force) {
            options.put("force", "true");
        }
        if (steps != null) {
            options.put("steps", String.valueOf(steps));
        }
        options.put("seed", String.valueOf(seed));
        options.put("format", chosen.name().toLowerCase(Locale.ROOT));
        options.put("quality", String.valueOf(quality));
        options.put("deterministic", String.valueOf(deterministic));
        if (priority != Priority.INTERACTIVE) {
            options.put("priority", priority.name().toLowerCase(Locale.ROOT));
        }
        masks.addTo(options);
        return options;
    }
}
