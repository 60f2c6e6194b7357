package io.acuity.cli.video;

import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.cli.files.WholeFile;
import io.acuity.events.ChangeOptions;
import io.acuity.events.Recipe;
import io.acuity.pipeline.ClipOrder;
import io.acuity.pipeline.ClipPipeline;
import io.acuity.pipeline.ClipPreviews;
import io.acuity.pipeline.ClipReport;
import io.acuity.pipeline.MissingFrames;
import io.acuity.pipeline.WorkFolder;
import io.acuity.video.ClipException;
import io.acuity.video.decode.ClipInfo;
import io.acuity.video.decode.ClipLimits;
import io.acuity.video.decode.ClipProbe;
import io.acuity.video.encode.ClipContainer;
import io.acuity.video.encode.ClipOutput;
import io.acuity.video.encode.ClipWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Upscales a clip frame by frame through broker, workers and tracker, all in this process unless a cluster is named. */
@Command(
        name = "video",
        description = {
            "Makes a clip four times larger and sharper; times, sound, subtitles, chapters and tags stay as they are.",
            "A command that was interrupted goes on where it stopped when it is given again."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  acuity video in.mp4 -o out.mp4",
            "  acuity video in.mp4 -o first.mp4 --limit-frames 50 --contact-sheet first.png",
            "  acuity video in.mkv -o out.mkv --codec libsvtav1 --quality 90 --json",
            "  acuity video in.mp4 -o out.mp4 --server http://localhost:8080",
            "  acuity video in.mp4 -o out.mp4 --bootstrap kafka:9092 --blobs s3://acuity/blobs",
            "",
            "What is done lies in a hidden folder beside the result until the clip is complete."
        })
public final class VideoCommand implements Callable<Integer> {
    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    private final Console console;

    @Parameters(paramLabel = "IN", description = "The clip: MP4, MOV, Matroska, WebM, AVI or MPEG-TS.")
    private Path input = Path.of("");

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The result; its name ends in .mp4, .mov, .mkv or .webm.")
    private Path output = Path.of("");

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Number of diffusion steps, at most as many as were trained (default: the model's own).")
    private @Nullable Integer steps;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the noise, one for all frames (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--limit-frames", paramLabel = "N", description = "Only the first frames, and the sound with them.")
    private @Nullable Long limit;

    @Mixin
    private EncodingOptions encoding = new EncodingOptions();

    @Mixin
    private ChangeSwitches changes = new ChangeSwitches();

    @Option(
            names = "--missing",
            paramLabel = "fail|repeat",
            description =
                    "What to do about a frame that has no result: end the command, to be given again, or show the "
                            + "frame before it once more (default: ${DEFAULT-VALUE}).")
    private MissingFrames missing = MissingFrames.FAIL;

    @Option(
            names = "--clip-id",
            paramLabel = "ID",
            description = "The clip's name on the topics (default: made from the file's content and the options).")
    private @Nullable String clipId;

    @Option(
            names = "--contact-sheet",
            paramLabel = "FILE",
            description = "Also write a PNG of some frames, before beside after.")
    private @Nullable Path contactSheet;

    @Option(
            names = "--side-by-side",
            paramLabel = "FILE",
            description = "Also write a clip of twice the width, before beside after.")
    private @Nullable Path sideBySide;

    @Option(names = "--json", description = "Print one JSON object at the end.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress bar, no line at the end.")
    private boolean quiet;

    @Mixin
    private WorkplaceOptions workplaces = new WorkplaceOptions();

    /** Creates the command. */
    public VideoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        workplaces.check();
        requireKnownContainer();
        ModelDescription description = model.checked();
        checkNumbers(description);
        try {
            upscale(description);
            return ExitCode.OK.status();
        } catch (CommandException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw ClipFailures.of(e);
        }
    }

    private void upscale(ModelDescription description) throws IOException, InterruptedException {
        long start = System.nanoTime();
        ClipInfo info = ClipProbe.probe(input, ClipLimits.defaults());
        ClipOrder order = order(info, description);
        requireWorthwhile(info, order.output());
        info.warnings().forEach(console::note);
        long expected = limit == null ? info.expectedFrames() : Math.min(limit, info.expectedFrames());
        ClipReport report;
        try (VideoProgress progress = VideoProgress.of(console, quiet, expected)) {
            report = workplaces.server().isPresent()
                    ? served(workplaces.server().get(), order, progress)
                    : run(order, progress);
        }
        ClipPreviews previews =
                new ClipPreviews(order.output(), report.written().frames());
        if (contactSheet != null) {
            writeSheet(previews, contactSheet);
        }
        if (sideBySide != null) {
            previews.sideBySide(sideBySide);
        }
        new VideoReport(console, json, quiet).done(order.output(), report, (System.nanoTime() - start) / NANOS);
    }

    private static void writeSheet(ClipPreviews previews, Path file) throws InterruptedException {
        ByteArrayOutputStream sheet = new ByteArrayOutputStream();
        try {
            previews.contactSheet(sheet);
        } catch (IOException e) {
            throw new UncheckedIOException("The contact sheet could not be drawn.", e);
        }
        WholeFile.write(file, sheet::writeTo);
    }

    private ClipReport served(URI server, ClipOrder order, VideoProgress progress)
            throws IOException, InterruptedException {
        if (clipId != null) {
            throw new CommandException(
                    ExitCode.USAGE, "--clip-id is for frames sent from here; leave it out with --server.");
        }
        Map<String, String> options = ServedOptions.of(order);
        try (ServedClip clip = new ServedClip(server, workplaces.credentials())) {
            clip.submit(input, order.clipId() + "-" + Integer.toHexString(options.hashCode()), options);
            ClipReport report = clip.await(progress);
            clip.download("result", output);
            return report;
        }
    }

    private ClipReport run(ClipOrder order, VideoProgress progress) throws IOException, InterruptedException {
        try (WorkFolder folder = WorkFolder.open(order)) {
            ClipReport report;
            try (WorkplaceOptions.Workplace place = workplaces.open(folder, model)) {
                report = new ClipPipeline(place.kafka(), place.store()).run(order, folder, progress);
            } catch (ClipException e) {
                if (ClipFailures.isTheSources(e)) {
                    folder.remove();
                }
                throw e;
            }
            folder.remove();
            return report;
        }
    }

    private ClipOrder order(ClipInfo info, ModelDescription description) throws IOException {
        int scale = description.scale();
        var video = info.video();
        ClipOutput clip = new ClipOutput(
                output,
                input,
                Math.multiplyExact(video.width(), scale),
                Math.multiplyExact(video.height(), scale),
                video.storedDepth(),
                limit == null ? OptionalLong.empty() : OptionalLong.of(limit),
                encoding.settings());
        Recipe recipe = Recipe.newBuilder()
                .setModel(description.name())
                .setScale(scale)
                .setSteps(steps)
                .setSeed(seed)
                .build();
        ChangeOptions options = changes.options();
        String id = clipId == null ? ClipOrder.idOf(clip, recipe, options) : clipId;
        int segment = ClipOrder.segmentFrames(clip.width(), clip.height(), clip.bitDepth());
        return new ClipOrder(id, clip, recipe, options, segment, missing);
    }

    /** Refuses at once what would be refused at the end. */
    private void requireWorthwhile(ClipInfo info, ClipOutput clip) throws IOException {
        if (Files.exists(output) && Files.isSameFile(input, output)) {
            throw new CommandException(ExitCode.USAGE, "The result would replace the clip itself; choose another -o.");
        }
        if (limit == null && info.missingBytes() > 0) {
            throw new ClipException(
                    ClipException.Reason.TRUNCATED,
                    input + " is cut off: " + info.missingBytes()
                            + " bytes are missing behind its end; send the complete file, or take its first frames with"
                            + " --limit-frames.");
        }
        ClipWriter.open(clip).close();
    }

    private void requireKnownContainer() {
        try {
            var unused = ClipContainer.of(output);
        } catch (ClipException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private void checkNumbers(ModelDescription description) {
        if (steps != null && (steps < 1 || steps > description.mostSteps())) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "The model " + description.name() + " has 1 to " + description.mostSteps() + " steps, not " + steps
                            + ".");
        }
        if (limit != null && limit < 1) {
            throw new CommandException(ExitCode.USAGE, "A clip has at least one frame, not " + limit + ".");
        }
    }
}
