package io.acuity.cli.evaluate;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.evaluation.Evaluation;
import io.acuity.evaluation.EvaluationException;
import io.acuity.evaluation.EvaluationReport;
import io.acuity.evaluation.ImageScore;
import io.acuity.evaluation.MeanScore;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.worker.WorkerDevice;
import io.acuity.worker.upscale.UpscaleModel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
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

    @Mixin
    private EvaluatedMask mask = new EvaluatedMask();

    /** Creates the command. */
    public EvaluateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        int scale = options.checked().scale();
        try (WorkerDevice device = open()) {
            UpscaleModel loaded =
                    device.models().model(device.models().names().iterator().next());
            UpscaleModel model = steps == null ? loaded : loaded.withSteps(steps);
            EvaluationReport report = new Evaluation(new PictureDecoder(DecodeLimits.defaults()), scale)
                    .run(data, limit, new JobUpscaling(device.upscaler(), model, mask), this::print);
            printMean(report, model.checkpoint());
            return ExitCode.OK.status();
        } catch (EvaluationException e) {
            throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        }
    }

    private WorkerDevice open() {
        try {
            return WorkerDevice.open(options.models(), options.precision(), SchedulerSettings.DEFAULT);
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }

    private void print(ImageScore score, int done, int total) {
        if (json) {
            console.json(score);
        } else {
            console.result(line(
                    score.image(), new MeanScore(score.psnrY(), score.ssimY(), score.consistency(), score.bicubic())));
        }
    }

    private void printMean(EvaluationReport report, String checkpoint) {
        int images = report.images().size();
        if (json) {
            console.json(new Summary(report.mean(), images, checkpoint));
        } else {
            console.result(line("mean of " + images, report.mean()));
            console.note("acuity: " + checkpoint + "; consistency is MSE × 100,000, lower is better.");
        }
    }

    private static String line(String image, MeanScore score) {
        return String.format(
                Locale.ROOT,
                "%-24s PSNR-Y %6.3f dB  SSIM-Y %.4f  consistency %7.3f   bicubic %6.3f dB  %.4f",
                image,
                score.psnrY(),
                score.ssimY(),
                score.consistency(),
                score.bicubic().psnrY(),
                score.bicubic().ssimY());
    }

    private record Summary(MeanScore mean, int images, String checkpoint) {}
}
