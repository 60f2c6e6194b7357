package io.acuity.cli.sr3;

import io.acuity.attention.innate.NoExtractor;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.train.TrainingReport;
import io.acuity.networks.Precision;
import io.acuity.networks.sr3.Sr3UNet;
import io.acuity.training.frames.Frame;
import io.acuity.training.frames.FrameTraining;
import io.acuity.training.frames.FrameTrainingSettings;
import io.acuity.training.frames.Masking;
import io.acuity.training.frames.NoiseObjective;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a small SR3 network. */
@Command(
        name = "train",
        description = {
            "Trains a small SR3 network on frames. The folder keeps the state of the run: the same command again goes",
            "on where it stopped. With --attention NAME, training is masked by maps of that extractor; with --preset NAME",
            "it is that variant of SR4, whose options can be chosen one by one as well."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  acuity sr3 train --photos photos --faces faces --out plain",
            "  acuity sr3 train --photos photos --faces faces --attention edges --out masked",
            "  acuity sr3 train --faces faces --preset sr4 --bridge bicubic --out bicubic"
        })
public final class Sr3TrainCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private FrameOptions images = new FrameOptions();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the run, made if needed.")
    private Path out = Path.of("");

    @Option(names = "--side", description = "Side of a frame (default: ${DEFAULT-VALUE}).")
    private int side = 64;

    @Option(names = "--scale", description = "Between LR image and frame (default: ${DEFAULT-VALUE}).")
    private int scale = 4;

    @Option(names = "--width", description = "Channels at full size (default: ${DEFAULT-VALUE}).")
    private int width = 32;

    @Option(
            names = "--multipliers",
            split = ",",
            defaultValue = "1,2,4,4",
            description = "Channels of each level over width (default: ${DEFAULT-VALUE}).")
    private List<Integer> multipliers = List.of();

    @Option(names = "--blocks", description = "Residual blocks per level (default: ${DEFAULT-VALUE}).")
    private int blocks = 1;

    @Mixin
    private VariantOptions variant = new VariantOptions();

    @Option(
            names = "--attention",
            description = "Extractor of maps to mask by, innate or installed (default: ${DEFAULT-VALUE}).")
    private String extractor = NoExtractor.NAME;

    @Option(names = "--lower-bound", description = "l of the masks (default: ${DEFAULT-VALUE}).")
    private double lowerBound = 0.2;

    @Option(names = "--full-input", description = "Show the network the whole state, not the masked one.")
    private boolean fullInput;

    @Option(names = "--over-masked", description = "Take the loss's mean over masked pixels, not over all.")
    private boolean overMasked;

    @Option(names = "--steps", description = "Optimizer steps (default: ${DEFAULT-VALUE}).")
    private int steps = 4000;

    @Option(names = "--batch", description = "Frames per step (default: ${DEFAULT-VALUE}).")
    private int batch = 4;

    @Option(names = "--rate", description = "Peak learning rate of AdamW (default: ${DEFAULT-VALUE}).")
    private double rate = 3e-4;

    @Option(names = "--decay", description = "Weight decay (default: ${DEFAULT-VALUE}).")
    private double decay = 1e-4;

    @Option(names = "--seed", description = "Names initial weights, frames and noise (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--precision",
            description = "Type inside the program: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Precision precision = Precision.AUTO;

    @Option(names = "--json", description = "Print one JSON object every hundred steps.")
    private boolean json;

    /** Creates the command. */
    public Sr3TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Plan plan = plan();
        Sr3Run run = plan.run;
        if (run.differsFrom(out)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "The folder " + out + " holds a run with other settings; name another folder or remove it.");
        }
        FrameTrainingSettings settings =
                new FrameTrainingSettings(steps, batch, rate, decay, seed, precision.scalarType(), variant.curve());
        List<Frame> frames = images.read(side, scale, extractor);
        run.write(out);
        try (TrainingReport report = new TrainingReport(console, steps, json)) {
            new FrameTraining(plan.network, plan.objective, settings, out).run(frames, report);
        }
        console.note("Trained on " + frames.size() + " frames; weights are in " + out + ".");
        return ExitCode.OK.status();
    }

    /** What is trained. */
    private record Plan(Sr3Run run, Sr3UNet network, NoiseObjective objective) {}

    private Plan plan() {
        Masking masking = NoExtractor.NAME.equals(extractor)
                ? Masking.OFF
                : new Masking(true, lowerBound, !fullInput, overMasked);
        int levels = multipliers.size();
        try {
            Sr3Run run = new Sr3Run(
                    side,
                    scale,
                    width,
                    multipliers,
                    blocks,
                    variant.attentionSizes(side, levels),
                    variant.schedule(),
                    variant.chainSteps(),
                    extractor,
                    masking,
                    variant.variant(side, levels));
            return new Plan(run, run.network(), run.objective());
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }
}
