package io.acuity.cli.bench;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.networks.benchmark.NetworkBenchmark;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The emitted program beside the same operations eager, and beside bare convolutions. */
@Command(
        name = "network",
        description =
                "The emitted program beside the same operations eager (fp32), in bf16, and beside bare convolutions.")
public final class NetworkBenchCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--side", description = "Side of the square LR image (default: ${DEFAULT-VALUE}).")
    private int side = 256;

    @Option(names = "--rounds", description = "Rounds; medians are taken (default: ${DEFAULT-VALUE}).")
    private int rounds = 15;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Creates the command. */
    public NetworkBenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String name = model.checked().name();
        NetworkBenchmark.Times times =
                new NetworkBenchmark(BundleCatalog.find(model.models().get(0)), side).run(rounds);
        Report report = Report.of(name, side, times);
        if (json) {
            console.json(report);
        } else {
            report.millis.forEach((candidate, millis) ->
                    console.result(String.format(Locale.ROOT, "%-16s %8.1f ms", candidate, millis)));
            console.result(String.format(
                    Locale.ROOT,
                    "emitted / eager, fp32: %.3f; share of the bare convolution rate: %.2f",
                    report.fp32ToEager,
                    report.fp32ShareOfFloor));
            if (report.bf16ToEager != null && report.bf16ShareOfFloor != null) {
                console.result(String.format(
                        Locale.ROOT,
                        "emitted bf16 / eager fp32: %.3f; share of the bare bf16 convolution rate: %.2f",
                        report.bf16ToEager,
                        report.bf16ShareOfFloor));
            }
        }
        return ExitCode.OK.status();
    }

    private record Report(
            String model,
            int side,
            Map<String, Double> millis,
            Map<String, Double> gigaflopsPerSecond,
            double fp32ToEager,
            double fp32ShareOfFloor,
            @Nullable Double bf16ToEager,
            @Nullable Double bf16ShareOfFloor) {

        static Report of(String model, int side, NetworkBenchmark.Times times) {
            Map<String, Double> rates = new LinkedHashMap<>();
            times.millis()
                    .forEach((name, millis) -> rates.put(
                            name,
                            (name.startsWith("convolution") ? times.floorGigaflops() : times.gigaflops())
                                    / millis
                                    * 1000));
            Double bf16 = times.millis().get("emittedBf16");
            double eager = times.millis().getOrDefault("eagerFp32", Double.NaN);
            return new Report(
                    model,
                    side,
                    times.millis(),
                    rates,
                    times.millis().getOrDefault("emittedFp32", Double.NaN) / eager,
                    share(rates, "Fp32"),
                    bf16 == null ? null : bf16 / eager,
                    bf16 == null ? null : share(rates, "Bf16"));
        }

        private static double share(Map<String, Double> rates, String type) {
            return rates.getOrDefault("emitted" + type, Double.NaN)
                    / rates.getOrDefault("convolution" + type, Double.NaN);
        }
    }
}
