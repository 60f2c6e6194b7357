package io.acuity.cli.bench;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.checkpoints.bundle.ModelBundle;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Swaps checkpoints while small jobs run, and counts what that costs them. */
@Command(
        name = "swap",
        description = {
            "Swaps checkpoints while small jobs run at a steady rate: each is tried on half of the jobs, then promoted.",
            "Counts failed jobs, results that are not their checkpoint's, native arrays, memory, and latency with and",
            "without swaps, in turns. Ends with status 1 if a job failed, a result was mixed or arrays were left."
        })
public final class SwapBenchCommand implements Callable<Integer> {
    private static final double SHARE = 0.5;
    private static final int ROUNDS = 10;
    private static final int SLOPE_OVER = 100;

    private final Console console;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--swaps", description = "Swaps in all, in ten rounds (default: ${DEFAULT-VALUE}).")
    private int swaps = 200;

    @Option(names = "--checkpoints", description = "Checkpoints that take turns (default: ${DEFAULT-VALUE}).")
    private int checkpoints = 8;

    @Option(names = "--side", description = "Side of the LR image (default: ${DEFAULT-VALUE}).")
    private int side = 64;

    @Option(names = "--rate", description = "Jobs per second (default: ${DEFAULT-VALUE}).")
    private double rate = 8;

    @Option(
            names = "--pause",
            paramLabel = "SECONDS",
            description = "Between two swaps; 0 is back to back (default: ${DEFAULT-VALUE}).")
    private double pause = 1;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Creates the command. */
    public SwapBenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (swaps < ROUNDS || checkpoints < 2 || rate <= 0 || pause < 0) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "Give at least " + ROUNDS
                            + " swaps of at least 2 checkpoints, a rate above 0 and no pause below 0.");
        }
        String name = model.checked().name();
        ModelBundle own = BundleCatalog.find(model.models().get(0));
        Operation operation = MaskedModels.SYSTEM.equals(own.description().system())
                ? Operation.MASKED_DIFFUSION
                : Operation.RESIDUAL_SHIFT;
        Report report;
        try (BenchHouse house = BenchHouse.start(model);
                PipelineClient client = house.client(name, operation);
                RolloutDriver driver = house.driver(name)) {
            List<String> ids = LongStream.range(0, checkpoints)
                    .mapToObj(seed -> driver.publish(PerturbedBundles.of(own, seed)))
                    .toList();
            report = measure(client, driver, ids);
        }
        say(report);
        boolean sound = report.failedJobs == 0 && report.mixedResults == 0 && report.after.equals(report.before);
        return sound ? ExitCode.OK.status() : ExitCode.FAILED.status();
    }

    private Report measure(PipelineClient client, RolloutDriver driver, List<String> ids) {
        SwapLoad load = new SwapLoad(client, BenchImages.draw(1, side).get(0));
        Records records = Records.of(load);
        for (String id : ids) {
            driver.rollOut(id, null, 0);
            load.reference();
        }
        if (!load.canTell()) {
            throw new CommandException(
                    ExitCode.FAILED, "The results of the checkpoints are too near to tell them apart.");
        }
        LiveArrays before = LiveArrays.now();
        try (load) {
            load.start(rate);
            Swapper swapper = new Swapper(driver, ids, records, Math.round(pause * TimeUnit.SECONDS.toNanos(1)));
            swapper.swap(ids.size()); // warms up everything that swaps
            records.acks.clear();
            records.memory.clear();
            for (int round = 0; round < ROUNDS; round++) {
                load.enter(records.swapping);
                long start = System.nanoTime();
                swapper.swap(swaps / ROUNDS);
                load.enter(records.quiet);
                LockSupport.parkNanos(Math.max(TimeUnit.SECONDS.toNanos(1), System.nanoTime() - start));
            }
        }
        return Report.of(records, before, settled(before));
    }

    /** The last old checkpoint is released a moment after its last job. */
    private static LiveArrays settled(LiveArrays wanted) {
        LiveArrays now = LiveArrays.now();
        for (int i = 0; i < 50 && !now.equals(wanted); i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            now = LiveArrays.now();
        }
        return now;
    }

    /** What is written down: jobs by phase, milliseconds of each acknowledgement, memory after each swap. */
    private record Records(
            SwapLoad load,
            SwapLoad.Phase quiet,
            SwapLoad.Phase swapping,
            List<Double> acks,
            List<ResidentMemory> memory) {
        static Records of(SwapLoad load) {
            return new Records(load, new SwapLoad.Phase(), new SwapLoad.Phase(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /** One checkpoint after the other, each on trial first. */
    private static final class Swapper {
        private final RolloutDriver driver;
        private final List<String> ids;
        private final Records records;
        private final long pauseNanos;
        private int next;

        Swapper(RolloutDriver driver, List<String> ids, Records records, long pauseNanos) {
            this.pauseNanos = pauseNanos;
            this.driver = driver;
            this.ids = ids;
            this.records = records;
        }

        void swap(int count) {
            for (int i = 0; i < count; i++) {
                String stable = ids.get((next + ids.size() - 1) % ids.size());
                String candidate = ids.get(next % ids.size());
                records.acks.add(driver.rollOut(stable, candidate, SHARE));
                records.acks.add(driver.rollOut(candidate, null, 0));
                records.memory.add(ResidentMemory.now());
                next++;
                LockSupport.parkNanos(pauseNanos);
            }
        }
    }

    private void say(Report report) {
        if (json) {
            console.json(report);
            return;
        }
        console.result(String.format(
                Locale.ROOT,
                "%d swaps under %d jobs: %d failed, %d mixed; native arrays %d before, %d after",
                report.swaps,
                report.jobs,
                report.failedJobs,
                report.mixedResults,
                report.before.arrays(),
                report.after.arrays()));
        console.result(String.format(
                Locale.ROOT,
                "memory, MiB a swap over the last %d: resident %.3f, without the Java heap %.3f; resident at the end %.0f"
                        + " MiB",
                report.slopeOver,
                report.residentSlope,
                report.outsideHeapSlope,
                report.residentMiB));
        console.result(String.format(
                Locale.ROOT,
                "latency p50 / p99: %.0f / %.0f ms without swaps, %.0f / %.0f ms with; a tick %.0f ms; event to"
                        + " acknowledgement: median %.0f ms, longest %.0f ms",
                report.quietP50,
                report.quietP99,
                report.swappingP50,
                report.swappingP99,
                report.tickMillis,
                report.ackMedianMillis,
                report.ackLongestMillis));
    }

    /** The names are those of the JSON object. */
    private record Report(
            int swaps,
            int jobs,
            int failedJobs,
            int mixedResults,
            LiveArrays before,
            LiveArrays after,
            int slopeOver,
            double residentSlope,
            double outsideHeapSlope,
            double residentMiB,
            double quietP50,
            double quietP99,
            double swappingP50,
            double swappingP99,
            double tickMillis,
            double ackMedianMillis,
            double ackLongestMillis) {
        static Report of(Records records, LiveArrays before, LiveArrays after) {
            SwapLoad load = records.load;
            SwapLoad.Phase quiet = records.quiet;
            SwapLoad.Phase swapping = records.swapping;
            List<ResidentMemory> memory = records.memory;
            return new Report(
                    memory.size(),
                    quiet.jobs() + swapping.jobs(),
                    load.failed(),
                    load.mixed(),
                    before,
                    after,
                    last(memory).size(),
                    ResidentMemory.slope(
                            last(memory).stream().map(ResidentMemory::resident).toList()),
                    ResidentMemory.slope(last(memory).stream()
                            .map(ResidentMemory::outsideHeap)
                            .toList()),
                    memory.get(memory.size() - 1).resident(),
                    quiet.latency(0.5),
                    quiet.latency(0.99),
                    swapping.latency(0.5),
                    swapping.latency(0.99),
                    quiet.tick(),
                    Median.of(records.acks),
                    records.acks.stream().mapToDouble(Double::doubleValue).max().orElse(0));
        }

        private static List<ResidentMemory> last(List<ResidentMemory> memory) {
            return memory.subList(Math.max(0, memory.size() - SLOPE_OVER), memory.size());
        }
    }
}
