package io.acuity.cli.bench;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.events.UpscaleResult;
import io.acuity.worker.WorkerDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Throughput of the whole pipeline, requests by topic to results by topic, beside a bare loop. */
@Command(
        name = "pipeline",
        description = {
            "Images per second from requests on the topic to results on the topic, beside a bare loop of decode,",
            "network and encode in the same process. Pairs alternate; the median of their ratios is printed."
        })
public final class PipelineBenchCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--images", description = "Images per run (default: ${DEFAULT-VALUE}).")
    private int images = 64;

    @Option(names = "--side", description = "Side of the square LR images (default: ${DEFAULT-VALUE}).")
    private int side = 256;

    @Option(names = "--pairs", description = "Alternating pairs (default: ${DEFAULT-VALUE}).")
    private int pairs = 3;

    @Option(
            names = "--warm-up",
            description = "Unmeasured pairs before, while the Java machine compiles (default: ${DEFAULT-VALUE}).")
    private int warmUp = 2;

    @Option(names = "--json", description = "Print one JSON object per pair and one for the median.")
    private boolean json;

    /** Creates the command. */
    public PipelineBenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String name = model.checked().name();
        List<byte[]> files = BenchImages.draw(images, side);
        List<Pair> measured = new ArrayList<>();
        try (BenchHouse house = BenchHouse.start(model);
                PipelineClient client = house.client(name);
                WorkerDevice device = WorkerDevice.open(model.models(), model.precision(), SchedulerSettings.DEFAULT)) {
            BareLoop bare = new BareLoop(device, device.models().model(name));
            for (int i = 0; i < warmUp; i++) {
                measure(bare, client, files);
            }
            for (int i = 0; i < pairs; i++) {
                Pair pair = measure(bare, client, files);
                measured.add(pair);
                say(pair);
            }
        }
        double ratio = Median.of(measured.stream().map(Pair::ratio).toList());
        if (json) {
            console.json(new Summary(ratio, pairs, images, side));
        } else {
            console.result(String.format(Locale.ROOT, "pipeline / bare loop, median of %d pairs: %.3f", pairs, ratio));
        }
        return ExitCode.OK.status();
    }

    private static Pair measure(BareLoop bare, PipelineClient client, List<byte[]> files) {
        long start = System.nanoTime();
        bare.run(files);
        double bareSeconds = (System.nanoTime() - start) / 1e9;
        start = System.nanoTime();
        List<UpscaleResult> results = pipeline(client, files);
        double pipelineSeconds = (System.nanoTime() - start) / 1e9;
        return new Pair(
                files.size() / pipelineSeconds,
                files.size() / bareSeconds,
                bareSeconds / pipelineSeconds,
                Split.of(results));
    }

    private static List<UpscaleResult> pipeline(PipelineClient client, List<byte[]> files) {
        List<CompletableFuture<UpscaleResult>> results =
                files.stream().map(client::submit).toList();
        return results.stream().map(CompletableFuture::join).toList();
    }

    private void say(Pair pair) {
        if (json) {
            console.json(pair);
            return;
        }
        console.result(String.format(
                Locale.ROOT,
                "pipeline %.2f images/s, bare loop %.2f images/s, ratio %.3f; mean ms per job: %s",
                pair.pipelineImagesPerSecond,
                pair.bareImagesPerSecond,
                pair.ratio,
                pair.meanMillis.text()));
    }

    private record Summary(double medianRatio, int pairs, int images, int side) {}

    private record Pair(double pipelineImagesPerSecond, double bareImagesPerSecond, double ratio, Split meanMillis) {}
}
