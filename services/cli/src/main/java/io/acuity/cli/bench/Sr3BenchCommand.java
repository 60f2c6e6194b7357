package io.acuity.cli.bench;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.networks.benchmark.Sr3Benchmark;
import io.acuity.networks.sr3.Sr3UNet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One forward pass of SR3's U-Net, emitted against eager. */
@Command(
        name = "sr3",
        description = {
            "One forward pass of SR3's U-Net (64 channels, multipliers 1-2-4-8-8, 2 blocks per level, attention at 16)",
            "with random weights: the emitted program in fp32 and bf16 beside the same network of eager operations."
        })
public final class Sr3BenchCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--side", description = "Side of the square frames, a multiple of 16 (default: ${DEFAULT-VALUE}).")
    private int side = 64;

    @Option(
            names = "--batch",
            split = ",",
            defaultValue = "1,4",
            description = "Frames per call, several divided by commas (default: ${DEFAULT-VALUE}).")
    private List<Integer> batches = List.of();

    @Option(names = "--rounds", description = "Rounds; medians are taken (default: ${DEFAULT-VALUE}).")
    private int rounds = 15;

    @Option(names = "--json", description = "Print one JSON object per batch size.")
    private boolean json;

    /** Creates the command. */
    public Sr3BenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Sr3UNet network = Sr3UNet.rgb(64, List.of(1, 2, 4, 8, 8), 2, List.of(16), side);
        for (Sr3Benchmark.Times times : new Sr3Benchmark(network, side).run(batches, rounds)) {
            report(times);
        }
        return ExitCode.OK.status();
    }

    private void report(Sr3Benchmark.Times times) {
        Report report = new Report(
                side,
                times.batch(),
                times.millis(),
                times.toEager("emittedFp32"),
                times.millis().containsKey("emittedBf16") ? times.toEager("emittedBf16") : null);
        if (json) {
            console.json(report);
            return;
        }
        console.result(String.format(Locale.ROOT, "batch %d, %d×%d", times.batch(), side, side));
        times.millis()
                .forEach(
                        (name, millis) -> console.result(String.format(Locale.ROOT, "  %-12s %8.1f ms", name, millis)));
        console.result(String.format(
                Locale.ROOT,
                "  emitted / eager: fp32 %.3f%s",
                report.fp32ToEager,
                report.bf16ToEager == null ? "" : String.format(Locale.ROOT, ", bf16 %.3f", report.bf16ToEager)));
    }

    private record Report(
            int side,
            int batch,
            Map<String, Double> millis,
            double fp32ToEager,
            @Nullable Double bf16ToEager) {}
}
