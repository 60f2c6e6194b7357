package io.acuity.cli.sr3;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.train.MaskOptions;
import io.acuity.cli.train.TrainingReport;
import io.acuity.cli.train.VariantOptions;
import io.acuity.networks.Precision;
import io.acuity.networks.sr3.Sr3UNet;
import io.acuity.training.frames.Frame;
import io.acuity.training.frames.FrameTraining;
import io.acuity.training.frames.FrameTrainingSettings;
import io.acuity.training.frames.Masking;
import io.acuity.training.frames.NoiseObjective;
import io.acuity.training.frames.RateCurve;
import io.acuity.training.sr3.Sr3Chain;
import io.acuity.training.sr3.Sr3Choices;
import io.acuity.training.sr3.Sr3Preset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
    private static final int ATTENTION_SIZE = 16;

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

    @Option(names = "--blocks", description = "Residual blocks per level (default: ${DEFAULT-VALUE}).")
    private int blocks = 1;

    @Mixin
    private VariantOptions variant = new VariantOptions();

    @Option(
            names = "--schedule",
            description = "linear, quad, warmup10, warmup50, const, jsd or cosine (default: the preset's, or linear).")
    private @Nullable String schedule;

    @Option(names = "--chain-steps", description = "Steps T of the chain (default: the preset's, or 500).")
    private @Nullable Integer chainSteps;

    @Option(
            names = "--rate-curve",
            description = "Of the learning rate: ${COMPLETION-CANDIDATES} (default: the preset's, or COSINE).")
    private @Nullable RateCurve curve;

    @Mixin
    private MaskOptions masks = new MaskOptions();

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
        Sr3Choices choices = variant.choices(schedule, null, masks.choices());
        Plan plan = plan(choices);
        Sr3Run run = plan.run;
        if (run.differsFrom(out)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "The folder " + out + " holds a run with other settings; name another folder or remove it.");
        }
        FrameTrainingSettings settings = new FrameTrainingSettings(
                steps, batch, rate, decay, seed, precision.scalarType(), curve(choices.preset()));
        List<Frame> frames = images.read(side, scale, run.extractor());
        run.write(out);
        try (TrainingReport report = new TrainingReport(console, steps, json)) {
            new FrameTraining(plan.network, plan.objective, settings, out).run(frames, report);
        }
        console.note("Trained on " + frames.size() + " frames; weights are in " + out + ".");
        return ExitCode.OK.status();
    }

    /** What is trained. */
    private record Plan(Sr3Run run, Sr3UNet network, NoiseObjective objective) {}

    private Plan plan(Sr3Choices choices) {
        try {
            Masking masking = choices.masking();
            int levels = choices.multipliers().size();
            Sr3Chain chain = choices.chain(chainSteps);
            Sr3Run run = new Sr3Run(
                    side,
                    scale,
                    width,
                    choices.multipliers(),
                    blocks,
                    choices.attentionSizes(side, levels, ATTENTION_SIZE),
                    chain.curve(),
                    chain.steps(),
                    choices.extractor(),
                    masking,
                    choices.variant(side, levels));
            return new Plan(run, run.network(), run.objective());
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private RateCurve curve(@Nullable Sr3Preset preset) {
        if (curve != null) {
            return curve;
        }
        return preset == null ? RateCurve.COSINE : preset.curve();
    }
}
