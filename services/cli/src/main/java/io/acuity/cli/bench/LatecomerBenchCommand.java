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
        List<Double> alone = new ArrayList<>();
        List<Double> late = new ArrayList<>();
        try (BenchHouse house = BenchHouse.start(model);
                PipelineClient client = house.client(name)) {
            for (int i = 0; i < WARM_UP; i++) {
                millis(client, smallImage);
            }
            for (int i = 0; i < arrivals; i++) {
                alone.add(millis(client, smallImage));
            }
            whileLargeRuns(client, largeImage, smallImage, late);
        }
        report(Median.of(alone), Median.of(late));
        return ExitCode.OK.status();
    }

    private void whileLargeRuns(PipelineClient client, byte[] largeImage, byte[] smallImage, List<Double> late) {
        while (late.size() < arrivals) {
            CompletableFuture<UpscaleResult> running = client.submit(largeImage);
            millis(client, smallImage); // the first one only shows that the large job has begun
            while (late.size() < arrivals && !running.isDone()) {
                double millis = millis(client, smallImage);
                if (!running.isDone()) {
                    late.add(millis);
                }
            }
            running.join();
        }
    }

    private static double millis(PipelineClient client, byte[] image) {
        long start = System.nanoTime();
        client.submit(image).join();
        return (System.nanoTime() - start) / 1e6;
    }

    private void report(double alone, double late) {
        if (json) {
            console.json(new Report(alone, late, late / alone, arrivals, small, large));
        } else {
            console.result(String.format(
                    Locale.ROOT,
                    "%d×%d job: alone %.0f ms, while %d×%d runs %.0f ms, ratio %.2f (medians of %d)",
                    small,
                    small,
                    alone,
                    large,
                    large,
                    late,
                    late / alone,
                    arrivals));
        }
    }

    private record Report(
            double aloneMillis, double latecomerMillis, double ratio, int arrivals, int small, int large) {}
}
