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
import io.acuity.evaluation.NiqeParameters;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.naturalness.Niqe;
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
                    + "again). Bicubic interpolation is measured beside it.",
            "NIQE tells of each whole picture alone how far it is from undamaged photographs, lower is more natural; its "
                    + "figures compare only with others made with the same parameters, and need 192x96 pixels or more."
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

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Number of diffusion steps, at most as many as were trained (default: the model's own).")
    private @Nullable Integer steps;

    @Option(
            names = "--niqe",
            paramLabel = "FILE",
            description = "NIQE parameters made by acuity niqe fit (default: those that come with the project).")
    private @Nullable Path niqe;

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
        NiqeParameters natural = naturalParameters();
        try (WorkerDevice device = open()) {
            UpscaleModel loaded =
                    device.models().model(device.models().names().iterator().next());
            UpscaleModel model = steps == null ? loaded : loaded.withSteps(steps);
            PictureDecoder decoder = new PictureDecoder(DecodeLimits.defaults());
            EvaluationReport report = new Evaluation(decoder, scale, new Niqe(natural.statistics()))
                    .run(data, limit, new JobUpscaling(device.upscaler(), model, chosen(device, model)), this::print);
            printMean(report, model.checkpoint(), natural);
            return ExitCode.OK.status();
        } catch (EvaluationException e) {
            throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        }
    }

    private EvaluatedMask.@Nullable ChosenMask chosen(WorkerDevice device, UpscaleModel model) {
        try {
            return mask.chosen(device.extractors(), model);
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }

    private NiqeParameters naturalParameters() {
        try {
            return niqe == null ? NiqeParameters.shipped() : NiqeParameters.read(niqe);
        } catch (EvaluationException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
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
                    score.image(),
                    new MeanScore(
                            score.psnrY(),
                            score.ssimY(),
                            score.consistency(),
                            score.niqe(),
                            score.bicubic(),
                            score.original())));
        }
    }

    private void printMean(EvaluationReport report, String checkpoint, NiqeParameters natural) {
        int images = report.images().size();
        if (json) {
            console.json(new Summary(report.mean(), images, checkpoint));
            return;
        }
        console.result(line("mean of " + images, report.mean()));
        console.note("acuity: " + checkpoint + "; consistency is MSE × 100,000, lower is better.");
        console.note("acuity: NIQE against " + natural.photographs() + " photographs of " + natural.source()
                + ", lower is more natural; it compares only with figures made with the same ones.");
        long without =
                report.images().stream().filter(score -> score.niqe() == null).count();
        if (without > 0) {
            console.note(
                    "acuity: NIQE needs two patches of " + Niqe.PATCH + "×" + Niqe.PATCH + " pixels with contrast; "
                            + without + " of " + images + " results have none, and the mean is over the others.");
        }
    }

    private static String line(String image, MeanScore score) {
        return String.format(
                Locale.ROOT,
                "%-24s PSNR-Y %6.3f dB  SSIM-Y %.4f  consistency %7.3f  NIQE %s   bicubic %6.3f dB  %.4f  %s   original %s",
                image,
                score.psnrY(),
                score.ssimY(),
                score.consistency(),
                figure(score.niqe()),
                score.bicubic().psnrY(),
                score.bicubic().ssimY(),
                figure(score.bicubic().niqe()),
                figure(score.original().niqe()));
    }

    private static String figure(@Nullable Double niqe) {
        return niqe == null ? "     -" : String.format(Locale.ROOT, "%6.3f", niqe);
    }

    private record Summary(MeanScore mean, int images, String checkpoint) {}
}
