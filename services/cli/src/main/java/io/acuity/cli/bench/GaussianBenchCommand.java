package io.acuity.cli.bench;

import io.acuity.attention.AttentionExtractor;
import io.acuity.attention.AttentionMap;
import io.acuity.attention.catalog.AttentionCatalog;
import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.cli.attention.LocalExtractors;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.diffusion.frame.FrameMask;
import io.acuity.diffusion.frame.FramePadding;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.imaging.Picture;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.networks.Precision;
import io.acuity.networks.WholeImageModels;
import io.acuity.networks.benchmark.ConditioningBenchmark;
import io.acuity.networks.benchmark.GaussianComparison;
import io.acuity.worker.upscale.Masking;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Dense beside masked sampling of every system that looks at whole images, and what looking once saves. */
@Command(
        name = "gaussian",
        description = {
            "Dense beside masked sampling of the systems that look at whole images, in one table at equal settings: calls of",
            "the network, time, and how far the results are apart. SR3, SRDiff, IDM and latent ResShift are small networks with",
            "random weights (32 channels, 4 levels); --bundle adds others. These networks see whole frames, so that a mask saves",
            "the calls in which nothing is refined and no more; 'refined' is what it would save a local network.",
            "Then, of SRDiff and IDM: a chain that looks at the image once beside one that looks in each step."
        })
public final class GaussianBenchCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--bundle",
            paramLabel = "DIR",
            description = "A bundle of a model that looks at whole images; may be repeated.")
    private List<String> bundles = new ArrayList<>();

    @Option(names = "--side", paramLabel = "N", description = "Side of the drawn LR image (default: ${DEFAULT-VALUE}).")
    private int side = 32;

    @Option(names = "--steps", paramLabel = "N", description = "Steps of every chain (default: ${DEFAULT-VALUE}).")
    private int steps = 20;

    @Option(names = "--seed", description = "Of noise, weights and image (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--attention", paramLabel = "NAME", description = "Extractor (default: ${DEFAULT-VALUE}).")
    private String attention = AttentionCatalog.DEFAULT_EXTRACTOR;

    @Option(names = "--lower-bound", description = "Least share of the steps per pixel (default: ${DEFAULT-VALUE}).")
    private double lowerBound = Masking.DEFAULT_LOWER_BOUND;

    @Option(names = "--rounds", description = "Pairs; medians are taken (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(names = "--precision", paramLabel = "P", description = "auto, fp32 or bf16 (default: ${DEFAULT-VALUE}).")
    private Precision precision = Precision.FP32;

    @Option(names = "--json", description = "Print one JSON object per line.")
    private boolean json;

    /** Creates the command. */
    public GaussianBenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (side < 4 || steps < 1 || rounds < 1) {
            throw new CommandException(
                    ExitCode.USAGE, "The side is at least 4, and steps and rounds at least 1; give larger numbers.");
        }
        Picture picture = new PictureDecoder(DecodeLimits.defaults())
                .decode(BenchImages.draw(1, side).get(0));
        GaussianComparison comparison = new GaussianComparison(steps, seed, rounds);
        LowRes lowRes = new LowRes(
                picture.colour().get(0),
                picture.colour().get(1),
                picture.colour().get(2));
        try (LocalExtractors extractors = LocalExtractors.open()) {
            AttentionExtractor extractor = extractors.find(attention);
            for (ModelBundle bundle : models(comparison)) {
                say(comparison.measure(
                        bundle, precision, lowRes, (width, height) -> mask(extractor, picture, width, height)));
            }
        }
        new ConditioningBenchmark(steps, seed, rounds)
                .run(new FramePadding(1).pad(lowRes), precision)
                .forEach(this::say);
        return ExitCode.OK.status();
    }

    private List<ModelBundle> models(GaussianComparison comparison) {
        List<ModelBundle> models = new ArrayList<>(comparison.randomModels());
        for (String named : bundles) {
            ModelBundle bundle = found(named);
            if (!WholeImageModels.describes(bundle)) {
                throw new CommandException(
                        ExitCode.USAGE,
                        "The model " + bundle.description().name() + " does not look at whole images; measure it with"
                                + " acuity bench masked.");
            }
            models.add(bundle);
        }
        return models;
    }

    private static ModelBundle found(String named) {
        try {
            return BundleCatalog.find(named);
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }

    private FrameMask mask(AttentionExtractor extractor, Picture picture, int width, int height) {
        AttentionMap map = extractor.extract(picture, height, width);
        return new FrameMask(width, height, map::readRow, lowerBound);
    }

    private void say(GaussianComparison.Row row) {
        if (json) {
            console.json(row);
            return;
        }
        console.result(String.format(
                Locale.ROOT,
                "%-10s ×%d  %3d steps  %3d → %3d calls  %.3f refined  %7.0f → %7.0f ms (%.3f)"
                        + "  mean difference %.2f, largest %.0f of 255",
                row.system(),
                row.scale(),
                row.steps(),
                row.denseCalls(),
                row.maskedCalls(),
                row.refinedShare(),
                row.denseMillis(),
                row.maskedMillis(),
                row.maskedMillis() / row.denseMillis(),
                row.meanDifference(),
                row.largestDifference()));
    }

    private void say(ConditioningBenchmark.Times times) {
        if (json) {
            console.json(times);
            return;
        }
        console.result(String.format(
                Locale.ROOT,
                "%-10s looks once: %.0f ms; in each of %d steps: %.0f ms; saved %.1f %%; the same values: %s",
                times.system(),
                times.onceMillis(),
                times.steps(),
                times.everyStepMillis(),
                100 * times.saved(),
                times.identical()));
    }
}
