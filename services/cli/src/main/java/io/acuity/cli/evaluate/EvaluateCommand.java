package io.acuity.cli.evaluate;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.evaluation.Quality;
import io.acuity.imaging.decode.UnreadableImageException;
import io.acuity.worker.WorkerDevice;
import io.acuity.worker.upscale.UpscaleModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a model on a folder of images, through the same code as a job. */
@Command(
        name = "evaluate",
        description = {
            "Measures a model on a folder of high-resolution images.",
            "Each image is made smaller with MATLAB-compatible bicubic and rounded to 8 bits, upscaled through the same "
                    + "code as a job, and compared with the original: PSNR and SSIM on luma without a border as wide as "
                    + "the scale, and consistency (MSE times 100,000 between the small image and the result made small "
                    + "again). Bicubic interpolation is measured beside it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  acuity evaluate --data data/set5 --scale 4",
            "  acuity evaluate --data data/bsd100 --scale 4 --limit 10 --json"
        })
public final class EvaluateCommand implements Callable<Integer> {
    private static final Pattern IMAGE = Pattern.compile("(?i).*\\.(png|jpe?g|bmp|tiff?|webp)");

    private final Console console;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Folder of images, or a folder with a sub-folder HR of images.")
    private Path data = Path.of(".");

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N images, in the order of their names.")
    private int limit = Integer.MAX_VALUE;

    @Option(names = "--steps", paramLabel = "N", description = "Number of diffusion steps (default: the model's own).")
    private @Nullable Integer steps;

    @Option(names = "--json", description = "Print one JSON object per image, and last one with the means.")
    private boolean json;

    @Mixin
    private ModelOptions options = new ModelOptions();

    /** Creates the command. */
    public EvaluateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        options.checked();
        List<Path> images = images();
        boolean failed = false;
        List<Quality> ours = new ArrayList<>();
        List<Quality> bicubic = new ArrayList<>();
        try (WorkerDevice device = open()) {
            UpscaleModel loaded =
                    device.models().model(device.models().names().iterator().next());
            UpscaleModel model = steps == null ? loaded : loaded.withSteps(steps);
            Evaluator evaluator = new Evaluator(device.upscaler(), model);
            for (Path image : images) {
                try {
                    Evaluator.Compared compared = evaluator.measure(image);
                    ours.add(compared.model());
                    bicubic.add(compared.bicubic());
                    print(String.valueOf(image.getFileName()), compared.model(), compared.bicubic());
                } catch (UnreadableImageException e) {
                    failed = true;
                    console.problem(image + ": " + e.getMessage());
                }
            }
            printMean(Quality.mean(ours), Quality.mean(bicubic), ours.size(), model.checkpoint());
        }
        return (failed ? ExitCode.FAILED : ExitCode.OK).status();
    }

    private WorkerDevice open() {
        try {
            return WorkerDevice.open(options.models(), options.precision(), SchedulerSettings.DEFAULT);
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }

    private List<Path> images() {
        Path inner = data.resolve("HR");
        Path folder = Files.isDirectory(inner) ? inner : data;
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> images = files.filter(
                            file -> IMAGE.matcher(file.toString()).matches())
                    .sorted()
                    .limit(limit)
                    .toList();
            if (images.isEmpty()) {
                throw new CommandException(
                        ExitCode.USAGE, "There is no image in " + folder + "; name a folder of images.");
            }
            return images;
        } catch (IOException e) {
            throw new CommandException(ExitCode.USAGE, "The folder " + data + " cannot be read; check its name.", e);
        }
    }

    private void print(String image, Quality model, Quality bicubic) {
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("image", image);
            object.putAll(figures(model, bicubic));
            console.json(object);
        } else {
            console.result(line(image, model, bicubic));
        }
    }

    private void printMean(Quality model, Quality bicubic, int images, String checkpoint) {
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("mean", figures(model, bicubic));
            object.put("images", images);
            object.put("checkpoint", checkpoint);
            console.json(object);
        } else {
            console.result(line("mean of " + images, model, bicubic));
            console.note("acuity: " + checkpoint + "; consistency is MSE × 100,000, lower is better.");
        }
    }

    private static Map<String, Object> figures(Quality model, Quality bicubic) {
        Map<String, Object> interpolated = new LinkedHashMap<>();
        interpolated.put("psnrY", bicubic.psnrY());
        interpolated.put("ssimY", bicubic.ssimY());
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("psnrY", model.psnrY());
        figures.put("ssimY", model.ssimY());
        figures.put("consistency", model.consistency());
        figures.put("bicubic", interpolated);
        return figures;
    }

    private static String line(String image, Quality model, Quality bicubic) {
        return String.format(
                Locale.ROOT,
                "%-24s PSNR-Y %6.3f dB  SSIM-Y %.4f  consistency %7.3f   bicubic %6.3f dB  %.4f",
                image,
                model.psnrY(),
                model.ssimY(),
                model.consistency(),
                bicubic.psnrY(),
                bicubic.ssimY());
    }
}
