package io.acuity.cli.bench.clip;

import io.acuity.cli.bench.Median;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.pipeline.ClipOrder;
import io.acuity.video.encode.ClipOutput;
import io.acuity.video.encode.EncodeSettings;
import io.acuity.video.sample.SampleClipSettings;
import io.acuity.video.sample.SampleScene;
import io.acuity.worker.WorkerDevice;
import io.acuity.worker.upscale.ShiftModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the way through topics, store and tracker costs a clip. */
@Command(
        name = "pipeline",
        description = {
            "Frames per second from file to file through broker, worker and tracker, beside a bare loop of decode, network",
            "and encode in the same process. Pairs alternate; the median of their ratios is printed."
        })
public final class ClipPipelineCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Mixin
    private DrawnClip clip = new DrawnClip();

    @Option(names = "--pairs", description = "Alternating pairs (default: ${DEFAULT-VALUE}).")
    private int pairs = 3;

    @Option(
            names = "--warm-up",
            description = "Unmeasured pairs before, while the Java machine compiles (default: ${DEFAULT-VALUE}).")
    private int warmUp = 3;

    @Option(names = "--changed-tiles", description = "Compute changed tiles only, in both.")
    private boolean changes;

    @Option(names = "--json", description = "Print one JSON object per pair and one for the median.")
    private boolean json;

    /** Creates the command. */
    public ClipPipelineCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        List<Pair> measured = new ArrayList<>();
        try (ClipHouse house = ClipHouse.start(model);
                WorkerDevice device = WorkerDevice.open(model.models(), model.precision(), SchedulerSettings.DEFAULT)) {
            Path source = clip.in(house.file("."), SampleClipSettings.plain(SampleScene.MOVING_OBJECT, 320, 180, 96));
            ClipOutput output = house.output(source, house.file("piped.mp4"), EncodeSettings.defaults());
            ClipOutput bareOutput = house.output(source, house.file("bare.mp4"), EncodeSettings.defaults());
            int segment = ClipOrder.segmentFrames(output.width(), output.height(), output.bitDepth());
            BareClipLoop bare = new BareClipLoop(device.upscaler(), shiftModel(device), changes, segment);
            for (int i = 0; i < warmUp + pairs; i++) {
                Pair pair = measure(bare, bareOutput, house, output);
                if (i >= warmUp) {
                    measured.add(pair);
                    say(pair);
                }
            }
        }
        double ratio = Median.of(measured.stream().map(Pair::ratio).toList());
        if (json) {
            console.json(new Summary(ratio, pairs, changes));
        } else {
            console.result(
                    String.format(Locale.ROOT, "clip pipeline / bare loop, median of %d pairs: %.3f", pairs, ratio));
        }
        return ExitCode.OK.status();
    }

    private ShiftModel shiftModel(WorkerDevice device) {
        if (device.models().model(model.checked().name()) instanceof ShiftModel shift) {
            return shift;
        }
        throw new CommandException(
                ExitCode.USAGE, "Clips are computed by residual-shift models such as acuity-s-x4; choose one.");
    }

    private Pair measure(BareClipLoop bare, ClipOutput bareOutput, ClipHouse house, ClipOutput output)
            throws IOException, InterruptedException, ExecutionException {
        long start = System.nanoTime();
        long frames = bare.run(bareOutput);
        double bareSeconds = (System.nanoTime() - start) / 1e9;
        start = System.nanoTime();
        house.upscale(output, changes, (done, work) -> {});
        double pipelineSeconds = (System.nanoTime() - start) / 1e9;
        return new Pair(frames / pipelineSeconds, frames / bareSeconds, bareSeconds / pipelineSeconds);
    }

    private void say(Pair pair) {
        if (json) {
            console.json(pair);
            return;
        }
        console.result(String.format(
                Locale.ROOT,
                "pipeline %.2f frames/s, bare loop %.2f frames/s, ratio %.3f",
                pair.pipelineFramesPerSecond,
                pair.bareFramesPerSecond,
                pair.ratio));
    }

    private record Summary(double medianRatio, int pairs, boolean changedTilesOnly) {}

    private record Pair(double pipelineFramesPerSecond, double bareFramesPerSecond, double ratio) {}
}
