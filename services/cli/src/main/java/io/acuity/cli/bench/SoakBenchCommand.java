package io.acuity.cli.bench;

import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.events.Operation;
import io.acuity.networks.MaskedModels;
import io.acuity.networks.device.LiveArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends many small jobs through the whole pipeline and counts what native memory has an owner, early and late. */
@Command(
        name = "soak",
        description = {
            "Sends many small jobs through broker and worker and counts native arrays alive after the first few and",
            "after all. Ends with status 1 if there are more, which is a leak."
        })
public final class SoakBenchCommand implements Callable<Integer> {
    /** Different sizes, so that jobs meet different shapes and share batches. */
    private static final List<Integer> SIDES = List.of(24, 32, 48);

    private static final int AT_ONCE = 8;

    private final Console console;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--jobs", description = "Jobs in all (default: ${DEFAULT-VALUE}).")
    private int jobs = 1000;

    @Option(names = "--first", description = "Jobs before the first count (default: ${DEFAULT-VALUE}).")
    private int first = 10;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Creates the command. */
    public SoakBenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (first < 1 || jobs <= first) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "The jobs are counted after " + first + " and after " + jobs
                            + "; the second number must be the larger one.");
        }
        ModelDescription description = model.checked();
        Operation operation = MaskedModels.SYSTEM.equals(description.system())
                ? Operation.MASKED_DIFFUSION
                : Operation.RESIDUAL_SHIFT;
        List<byte[]> images =
                SIDES.stream().map(side -> BenchImages.draw(1, side).get(0)).toList();
        LiveArrays early;
        LiveArrays late;
        try (BenchHouse house = BenchHouse.start(model);
                PipelineClient client = house.client(description.name(), operation)) {
            run(client, images, 0, first);
            early = LiveArrays.now();
            run(client, images, first, jobs);
            late = LiveArrays.now();
        }
        report(early, late);
        return late.equals(early) ? ExitCode.OK.status() : ExitCode.FAILED.status();
    }

    private void run(PipelineClient client, List<byte[]> images, int from, int to) {
        List<CompletableFuture<?>> running = new ArrayList<>();
        for (int i = from; i < to; i++) {
            running.add(client.submit(images.get(i % images.size())));
            if (running.size() == AT_ONCE || i == to - 1) {
                running.forEach(CompletableFuture::join);
                running.clear();
            }
        }
    }

    private void report(LiveArrays early, LiveArrays late) {
        if (json) {
            console.json(new Report(first, early, jobs, late));
        } else {
            console.result(String.format(
                    Locale.ROOT,
                    "after %d jobs: %d arrays in %d scopes; after %d jobs: %d arrays in %d scopes",
                    first,
                    early.arrays(),
                    early.managers(),
                    jobs,
                    late.arrays(),
                    late.managers()));
        }
    }

    /** The names are those of the JSON object. */
    private record Report(int firstJobs, LiveArrays first, int jobs, LiveArrays last) {}
}
