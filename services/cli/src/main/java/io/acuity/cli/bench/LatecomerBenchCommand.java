package io.acuity.cli.bench;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.events.UpscaleResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long a small job takes alone, and when it arrives while a large one runs. */
@Command(
        name = "latecomer",
        description = "Time from request to result of a small job, alone and while a large one runs.")
public final class LatecomerBenchCommand implements Callable<Integer> {
    private static final int WARM_UP = 5;

    private final Console console;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--small", description = "Side of the small LR image (default: ${DEFAULT-VALUE}).")
    private int small = 64;

    @Option(names = "--large", description = "Side of the large LR image (default: ${DEFAULT-VALUE}).")
    private int large = 2048;

    @Option(names = "--arrivals", description = "Small jobs measured each way (default: ${DEFAULT-VALUE}).")
    private int arrivals = 15;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Creates the command. */
    public LatecomerBenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String name = model.checked().name();
        byte[] smallImage = BenchImages.draw(1, small).get(0);
        byte[] largeImage = BenchImages.draw(1, large).get(0);
        List<Arrival> alone = new ArrayList<>();
        List<Arrival> late = new ArrayList<>();
        try (BenchHouse house = BenchHouse.start(model);
                PipelineClient client = house.client(name)) {
            for (int i = 0; i < WARM_UP; i++) {
                arrive(client, smallImage);
            }
            for (int i = 0; i < arrivals; i++) {
                alone.add(arrive(client, smallImage));
            }
            whileLargeRuns(client, largeImage, smallImage, late);
        }
        report(Way.of(alone), Way.of(late));
        return ExitCode.OK.status();
    }

    private void whileLargeRuns(PipelineClient client, byte[] largeImage, byte[] smallImage, List<Arrival> late) {
        while (late.size() < arrivals) {
            CompletableFuture<UpscaleResult> running = client.submit(largeImage);
            arrive(client, smallImage); // the first one only shows that the large job has begun
            while (late.size() < arrivals && !running.isDone()) {
                Arrival arrival = arrive(client, smallImage);
                if (!running.isDone()) {
                    late.add(arrival);
                }
            }
            running.join();
        }
    }

    private static Arrival arrive(PipelineClient client, byte[] image) {
        long start = System.nanoTime();
        UpscaleResult result = client.submit(image).join();
        return new Arrival((System.nanoTime() - start) / 1e6, result);
    }

    private void report(Way alone, Way late) {
        if (json) {
            console.json(new Report(alone, late, late.millis / alone.millis, arrivals, small, large));
        } else {
            console.result(String.format(
                    Locale.ROOT,
                    "%d×%d job: alone %.0f ms, while %d×%d runs %.0f ms, ratio %.2f (medians of %d)",
                    small,
                    small,
                    alone.millis,
                    large,
                    large,
                    late.millis,
                    late.millis / alone.millis,
                    arrivals));
            console.result("mean ms alone: " + alone.split.text());
            console.result("mean ms late:  " + late.split.text());
        }
    }

    private record Arrival(double millis, UpscaleResult result) {}

    private record Way(double millis, Split split) {
        static Way of(List<Arrival> arrivals) {
            return new Way(
                    Median.of(arrivals.stream().map(Arrival::millis).toList()),
                    Split.of(arrivals.stream().map(Arrival::result).toList()));
        }
    }

    private record Report(Way alone, Way latecomer, double ratio, int arrivals, int small, int large) {}
}
