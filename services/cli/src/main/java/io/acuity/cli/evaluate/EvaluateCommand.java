package io.acuity.cli.evaluate;

import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.cli.evaluate.BinOptions.FilledBins;
import io.acuity.cli.evaluate.report.Findings;
import io.acuity.cli.evaluate.report.Metric;
import io.acuity.cli.evaluate.report.ReportFolder;
import io.acuity.cli.evaluate.report.ReportPictures;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.evaluation.EvaluatedImage;
import io.acuity.evaluation.Evaluation;
import io.acuity.evaluation.EvaluationException;
import io.acuity.evaluation.EvaluationReport;
import io.acuity.evaluation.NiqeParameters;
import io.acuity.evaluation.Upscaling;
import io.acuity.evaluation.fid.SetDistances;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.naturalness.Niqe;
import io.acuity.worker.WorkerDevice;
import io.acuity.worker.upscale.UpscaleModel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            "Each image is made smaller, with MATLAB-compatible bicubic or by --degradation, rounded to 8 bits, upscaled "
                    + "through the same code as a job, and compared with the original: PSNR and SSIM on luma without a border as wide as "
                    + "the scale, and consistency (MSE times 100,000 between the small image and the result made small "
                    + "again). Bicubic interpolation is measured beside it.",
            "NIQE tells of each whole picture alone how far it is from undamaged photographs, lower is more natural; its "
                    + "figures compare only with others made with the same parameters, and need 192x96 pixels or more."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  acuity evaluate --data data/set5 --scale 4",
            "  acuity evaluate --data data/bsd100 --scale 4 --limit 10 --json",
            "  acuity evaluate --data data/set5 --model idm-any --scale 2.7",
            "  acuity evaluate --data data/bsd100 --model acuity-photo-x4 --degradation BLIND",
            "  acuity evaluate --data data/bsd100 --metrics psnr,ssim,lpips,fid --bins edges --report report"
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

    @Option(names = "--force", description = "Go beyond the scales that a model of any scale was trained for.")
    private boolean force;

    @Mixin
    private LowResolutionOptions lowResolution = new LowResolutionOptions();

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Also write report.html with pictures, scores.csv and scores.json into this folder.")
    private @Nullable Path report;

    @Mixin
    private MetricOptions choice = new MetricOptions();

    @Mixin
    private BinOptions binned = new BinOptions();

    @Mixin
    private EvaluatedMask mask = new EvaluatedMask();

    /** Creates the command. */
    public EvaluateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ModelDescription description = options.checkedForAnyScale(force);
        double factor = options.factor(description);
        List<Metric> metrics = choice.metrics();
        binned.check();
        NiqeParameters natural = naturalParameters();
        Optional<ReportFolder> folder = Optional.ofNullable(report).map(ReportFolder::in);
        try (WorkerDevice device = open();
                LoadedMeasures measures = LoadedMeasures.load(device, metrics, choice.judges())) {
            UpscaleModel loaded =
                    device.models().model(device.models().names().iterator().next());
            UpscaleModel scaled = loaded.withMagnification(factor, force);
            UpscaleModel model = steps == null ? scaled : scaled.withSteps(steps);
            Evaluation evaluation = new Evaluation(
                    new PictureDecoder(DecodeLimits.defaults()),
                    lowResolution.of(factor),
                    metrics.contains(Metric.NIQE) ? new Niqe(natural.statistics()) : null,
                    measures.measures());
            Upscaling upscaling = new JobUpscaling(device.upscaler(), model, chosen(device, model));
            Heard heard = new Heard(measures.sets(), bins(device), folder.map(wanted -> new ReportPictures()));
            EvaluationReport figures = run(evaluation, upscaling, heard);
            finish(figures, model.checkpoint(), natural, heard);
            folder.ifPresent(wanted -> write(wanted, description, new Measured(figures, model.checkpoint(), heard)));
            return ExitCode.OK.status();
        } catch (EvaluationException e) {
            throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        }
    }

    /** What listens to an evaluation beside the printer. */
    private record Heard(Optional<SetDistances> sets, Optional<FilledBins> bins, Optional<ReportPictures> pictures) {
        void add(EvaluatedImage image) {
            sets.ifPresent(distances -> distances.add(image));
            bins.ifPresent(filled -> filled.add(image));
            pictures.ifPresent(gathered -> gathered.add(image));
        }
    }

    private EvaluationReport run(Evaluation evaluation, Upscaling upscaling, Heard heard) {
        ScorePrinter printer = printer();
        try (EvaluationProgress progress = new EvaluationProgress(console)) {
            EvaluationReport figures = evaluation.run(data, limit, upscaling, (image, done, total) -> {
                heard.add(image);
                printer.image(image.score());
                progress.reached(done, total);
            });
            return heard.sets()
                    .map(distances -> figures.with(SetDistances.ID, distances.figures()))
                    .orElse(figures);
        }
    }

    private void finish(EvaluationReport figures, String checkpoint, NiqeParameters natural, Heard heard) {
        ScorePrinter printer = printer();
        heard.bins()
                .ifPresent(filled ->
                        printer.bins(filled.extractor().name(), filled.bins().bins()));
        printer.mean(figures, checkpoint);
        printer.natural(figures, natural);
    }

    /** What an evaluation came to. */
    private record Measured(EvaluationReport figures, String checkpoint, Heard heard) {}

    private void write(ReportFolder folder, ModelDescription description, Measured measured) {
        Heard heard = measured.heard;
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("scale", "×" + options.scale(description) + ", " + lowResolution.description());
        settings.put("luma", "BT.601, a border as wide as the scale left out");
        if (steps != null) {
            settings.put("steps", steps.toString());
        }
        settings.put("precision", options.precision().toString());
        Findings findings = new Findings(
                measured.checkpoint,
                data.toString(),
                settings,
                choice.metrics(),
                measured.figures,
                heard.bins().map(filled -> filled.extractor().name()).orElse(""),
                heard.bins().map(filled -> filled.bins().bins()).orElse(List.of()));
        Path file = folder.write(findings, heard.pictures().orElseThrow());
        console.note("acuity: the report is " + file + ", its figures are in scores.csv and scores.json beside it.");
    }

    private ScorePrinter printer() {
        return new ScorePrinter(console, json, choice.metrics(), !choice.chosen());
    }

    private Optional<FilledBins> bins(WorkerDevice device) {
        try {
            return binned.begin(device.extractors());
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
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
}
