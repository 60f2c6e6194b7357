package io.acuity.cli.bench.clip;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.pipeline.ClipReport;
import io.acuity.video.sample.SampleClipSettings;
import io.acuity.video.sample.SampleScene;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is computed of a clip in which little changes, and how far that is from computing all. */
@Command(
        name = "changes",
        description = {
            "Upscales a clip twice, computing changed tiles only and computing everything, both through broker, worker and",
            "tracker. Prints the share of pixels the network saw and the PSNR between the two results."
        })
public final class ClipChangesCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Mixin
    private DrawnClip clip = new DrawnClip();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Creates the command. */
    public ClipChangesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (ClipHouse house = ClipHouse.start(model)) {
            SampleClipSettings usual = SampleClipSettings.plain(SampleScene.MOVING_OBJECT, 1280, 720, 60);
            Path source = clip.in(house.file("."), usual);
            Path some = house.file("changed.mkv");
            Path all = house.file("everything.mkv");
            Timed changed = upscale(house, source, some, true);
            Timed everything = upscale(house, source, all, false);
            say(changed, everything, ClipDistance.between(some, all));
        }
        return ExitCode.OK.status();
    }

    private Timed upscale(ClipHouse house, Path source, Path target, boolean changes)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        ClipReport report = house.upscale(
                house.output(source, target, ClipHouse.EXACT),
                changes,
                new ClipProgressLine(console, changes ? "changed tiles" : "everything", 10));
        return new Timed(report, (System.nanoTime() - start) / 1e9);
    }

    private void say(Timed changed, Timed everything, ClipDistance distance) {
        Result result = new Result(
                distance.frames(),
                changed.share(),
                everything.share(),
                distance.psnr(),
                distance.worstPsnr(),
                changed.seconds,
                everything.seconds);
        if (json) {
            console.json(result);
            return;
        }
        console.result(String.format(
                Locale.ROOT,
                "%d frames: the network saw %.4f of all pixels (%.4f where everything is computed); PSNR between the"
                        + " results %.2f dB, worst frame %.2f dB; %.0f s and %.0f s",
                result.frames,
                result.networkShare,
                result.networkShareOfEverything,
                result.psnr,
                result.worstPsnr,
                result.seconds,
                result.secondsOfEverything));
    }

    private record Timed(ClipReport report, double seconds) {
        double share() {
            return (double) report.work().networkPixels() / report.work().denseNetworkPixels();
        }
    }

    /** The names are those of the JSON object. */
    private record Result(
            long frames,
            double networkShare,
            double networkShareOfEverything,
            double psnr,
            double worstPsnr,
            double seconds,
            double secondsOfEverything) {}
}
