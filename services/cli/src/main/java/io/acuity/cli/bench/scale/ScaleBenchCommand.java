package io.acuity.cli.bench.scale;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.streaming.lane.LaneKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How throughput grows with workers. */
@Command(
        name = "scale",
        description = {
            "Jobs a second by number of workers, all in this process, with a device that takes a fixed time for each job and",
            "no processor; broker, lane, store (images by reference), results and events are real. Efficiency is over what the",
            "devices alone would do."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  acuity bench scale --workers 1,16 --latency 50",
            "  acuity bench scale --workers 16 --latency 50 --jobs 2000",
            "  acuity bench scale --workers 1,64 --latency 250 --out target/scale"
        })
public final class ScaleBenchCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--workers",
            split = ",",
            paramLabel = "N",
            description = "Numbers of workers, one measurement each (default: ${DEFAULT-VALUE}).",
            defaultValue = "1,4,16")
    private List<Integer> workers = List.of();

    @Option(
            names = "--latency",
            split = ",",
            paramLabel = "MS",
            description =
                    "Milliseconds a job takes on a device; each with each number of workers (default: ${DEFAULT-VALUE}).",
            defaultValue = "50")
    private List<Integer> latencies = List.of();

    @Option(
            names = "--lane",
            paramLabel = "LANE",
            description = "ordered or elastic (default: ${DEFAULT-VALUE}).",
            defaultValue = "elastic")
    private LaneKind lane = LaneKind.ELASTIC;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Partitions of the topics (default: ${DEFAULT-VALUE}).")
    private int partitions = 4;

    @Option(
            names = "--hands",
            paramLabel = "N",
            description =
                    "Most jobs a worker holds; the next one should be there when the device is free (default: ${DEFAULT-VALUE}).")
    private int hands = 2;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Jobs of each measurement. Default: what the devices do in --seconds.")
    private int jobs;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description =
                    "How long the devices alone would take, where --jobs is not given (default: ${DEFAULT-VALUE}).")
    private int seconds = 10;

    @Option(names = "--out", paramLabel = "DIR", description = "Write scale.csv and scale.png there.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print one JSON object for each measurement.")
    private boolean json;

    /** Creates the command. */
    public ScaleBenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (workers.stream().anyMatch(n -> n < 1) || latencies.stream().anyMatch(millis -> millis < 1)) {
            throw new CommandException(ExitCode.USAGE, "--workers and --latency must be 1 or more; for example 1,16.");
        }
        List<ScaleFigures> all = new ArrayList<>();
        for (int latency : latencies) {
            for (int count : workers) {
                ScaleFigures figures = ScaleRun.measure(plan(count, latency));
                all.add(figures);
                say(figures);
            }
        }
        if (out != null) {
            ScaleReport.write(out, all);
        }
        return ExitCode.OK.status();
    }

    private ScalePlan plan(int count, int latency) {
        int fitting = Math.max(count, seconds * 1000 / latency * count);
        return new ScalePlan(lane, count, hands, partitions, jobs > 0 ? jobs : fitting, Duration.ofMillis(latency));
    }

    private void say(ScaleFigures figures) {
        if (json) {
            console.json(figures);
            return;
        }
        console.result(String.format(
                Locale.ROOT,
                "%s, %d workers, %d ms a job, %d partitions: %d jobs in %.2f s, %.1f a second, efficiency %.3f;"
                        + " %d to %d jobs a worker, %d results twice, %.2f ms of processor a job",
                figures.lane(),
                figures.workers(),
                figures.latencyMillis(),
                figures.partitions(),
                figures.jobs(),
                figures.seconds(),
                figures.jobsPerSecond(),
                figures.efficiency(),
                figures.fewestJobs(),
                figures.mostJobs(),
                figures.doubled(),
                figures.processorMillisPerJob()));
    }
}
