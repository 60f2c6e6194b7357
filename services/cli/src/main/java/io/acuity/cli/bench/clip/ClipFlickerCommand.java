package io.acuity.cli.bench.clip;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.pipeline.ClipReport;
import io.acuity.video.Frame;
import io.acuity.video.FramePixels;
import io.acuity.video.decode.ClipReader;
import io.acuity.video.sample.SampleClipSettings;
import io.acuity.video.sample.SampleScene;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether a picture that stands still stays so. */
@Command(
        name = "flicker",
        description = {
            "Upscales a still scene with sensor noise and compares the mean absolute difference of consecutive frames with",
            "that of the source: with changed tiles only, and with everything computed."
        })
public final class ClipFlickerCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Mixin
    private DrawnClip clip = new DrawnClip();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Creates the command. */
    public ClipFlickerCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (ClipHouse house = ClipHouse.start(model)) {
            Path source = clip.in(house.file("."), SampleClipSettings.plain(SampleScene.STILL_NOISE, 320, 180, 60));
            double before = flicker(source);
            Measured changed = measure(house, source, true);
            Measured everything = measure(house, source, false);
            say(new Result(
                    before,
                    changed.flicker,
                    changed.flicker / before,
                    changed.share,
                    everything.flicker,
                    everything.flicker / before));
        }
        return ExitCode.OK.status();
    }

    private Measured measure(ClipHouse house, Path source, boolean changes) throws IOException, InterruptedException {
        Path target = house.file("flicker-" + changes + ".mkv");
        ClipReport report = house.upscale(
                house.output(source, target, ClipHouse.EXACT),
                changes,
                new ClipProgressLine(console, changes ? "changed tiles" : "everything", 20));
        double share = (double) report.work().networkPixels() / report.work().denseNetworkPixels();
        return new Measured(flicker(target), share);
    }

    private static double flicker(Path file) {
        double sum = 0;
        long pairs = 0;
        try (ClipReader reader = ClipReader.open(file)) {
            FramePixels before = null;
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                if (before != null) {
                    sum += ClipDistance.meanAbsolute(before, frame.pixels());
                    pairs++;
                }
                before = frame.pixels();
            }
        }
        return sum / pairs;
    }

    private void say(Result result) {
        if (json) {
            console.json(result);
            return;
        }
        console.result(String.format(
                Locale.ROOT,
                "mean difference of consecutive frames: source %.3f levels; result %.3f (%.3f of the source's, %.4f of all"
                        + " pixels computed); with everything computed %.3f (%.3f)",
                result.source,
                result.result,
                result.ratio,
                result.networkShare,
                result.resultOfEverything,
                result.ratioOfEverything));
    }

    private record Measured(double flicker, double share) {}

    /** The names are those of the JSON object. */
    private record Result(
            double source,
            double result,
            double ratio,
            double networkShare,
            double resultOfEverything,
            double ratioOfEverything) {}
}
