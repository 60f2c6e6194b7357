package io.acuity.cli.train;

import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.training.TrainingRun;
import io.acuity.training.data.TrainingFiles;
import io.acuity.training.data.TrainingSet;
import io.acuity.training.loop.TrainingSettings;
import io.acuity.training.loop.TrainingTask;
import io.acuity.training.validation.ChainQuality;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a residual-shift network from a folder of images to a model bundle. */
@Command(
        name = "train",
        description = {
            "Trains a residual-shift network on the images below a folder and writes a model bundle.",
            "Every 64th image is held out; the quality of each step is measured on those, or on --validation."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  acuity train --data photos --steps 2000 --out my-model",
            "  acuity upscale photo.jpg --model my-model",
            "  acuity train --data photos --chain-steps 4 --kappa 2 --steps 3000 --out noisy --json"
        })
public final class TrainCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "HR images, in any depth of folders.")
    private Path data = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the bundle, made if needed.")
    private Path out = Path.of("");

    @Option(
            names = "--validation",
            paramLabel = "DIR",
            description = "HR images to measure on, instead of the held-out ones.")
    private @Nullable Path validation;

    @Option(names = "--json", description = "Print one JSON object per line: step and loss, at last the checkpoint.")
    private boolean json;

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    /** Creates the command. */
    public TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        TrainingSettings settings = options.settings();
        TrainingFiles files = TrainingFiles.below(data);
        List<Path> held = validation == null
                ? files.validation()
                : TrainingFiles.below(validation).all();
        TrainingSet images = TrainingSet.read(files.training(), options.scale(), settings.side());
        ModelBundle bundle;
        try (TrainingTask task = options.task();
                TrainingReport report = new TrainingReport(console, settings.steps(), json)) {
            bundle = new TrainingRun(settings, task, images, out).execute(report);
        }
        finish(bundle, settings, held);
        return ExitCode.OK.status();
    }

    private void finish(ModelBundle trained, TrainingSettings settings, List<Path> held) throws IOException {
        if (!options.hasChainQuality()) {
            console.note("Measure it with: acuity evaluate --data DIR --model " + out);
            report(trained, settings, new double[0]);
            return;
        }
        if (held.isEmpty()) {
            console.note("The folder holds too few images to keep any for validation; name some with --validation.");
            report(trained, settings, new double[0]);
            return;
        }
        double[] quality = new ChainQuality(new PictureDecoder(DecodeLimits.defaults())).measure(trained, held);
        ModelBundle measured =
                TrainingRun.rewriteWithMetrics(trained, Map.of("validationPsnrY", quality[quality.length - 1]), out);
        report(measured, settings, quality);
    }

    private void report(ModelBundle bundle, TrainingSettings settings, double[] quality) {
        Double psnrY = quality.length == 0 ? null : quality[quality.length - 1];
        if (json) {
            console.json(new Trained(bundle.checkpointId(), settings.steps(), psnrY, bundle.sha256(), quality));
        } else {
            console.result("Wrote " + bundle.checkpointId() + " to " + out
                    + (psnrY == null ? "." : String.format(java.util.Locale.ROOT, "; PSNR-Y %.2f dB.", psnrY)));
        }
    }

    private record Trained(
            String checkpoint, int steps, @Nullable Double psnrY, String sha256, double[] psnrYAfterStep) {}
}
