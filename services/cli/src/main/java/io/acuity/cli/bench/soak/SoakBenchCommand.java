package io.acuity.cli.bench.soak;

import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.cli.house.House;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends many small jobs through all services and looks at what each of them takes of memory. */
@Command(
        name = "soak",
        description = {
            "Starts broker, tracker, gateway and worker in processes of their own, sends many small images through them, and",
            "looks evenly on the way, while no job is in work, at the memory of each process and at the native arrays of the",
            "worker. Ends with status 1 if a job failed or the number of arrays changed, which is a leak."
        })
public final class SoakBenchCommand implements Callable<Integer> {
    private static final int FEWEST_SAMPLES = 4;
    private static final int LINES = 10;

    private final Console console;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--jobs", description = "Jobs in all (default: ${DEFAULT-VALUE}).")
    private int jobs = 1000;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "How often it looks; the first time after one part of the jobs (default: ${DEFAULT-VALUE}).")
    private int samples = 100;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Creates the command. */
    public SoakBenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (samples < FEWEST_SAMPLES || jobs < samples) {
            throw new CommandException(
                    ExitCode.USAGE,
                    jobs + " jobs with " + samples + " samples say nothing; take " + FEWEST_SAMPLES
                            + " samples or more, and at least as many jobs.");
        }
        ModelDescription description = model.checked();
        Path folder = House.temporaryFolder();
        SoakReport report;
        try (SoakHouse house = new SoakHouse(folder)) {
            house.start(List.of(
                    "--model",
                    model.models().getFirst(),
                    "--precision",
                    model.precision().name()));
            report = run(house, description);
        } finally {
            House.remove(folder);
        }
        say(report);
        boolean good = report.failed() == 0 && report.arraysConstant();
        return (good ? ExitCode.OK : ExitCode.FAILED).status();
    }

    private SoakReport run(SoakHouse house, ModelDescription description) throws IOException, InterruptedException {
        try (SoakLoad load = new SoakLoad(house.kafka(), house.gateway(), description)) {
            List<SoakSample> taken = new ArrayList<>();
            long start = System.nanoTime();
            int submitted = 0;
            for (int number = 1; number <= samples; number++) {
                int done = (int) ((long) jobs * number / samples);
                load.run(done - submitted);
                submitted = done;
                house.requireAlive();
                double seconds = (System.nanoTime() - start) / 1e9;
                taken.add(new SoakSample(submitted, seconds, house.arrays(), house.residentMib()));
            }
            return SoakReport.of(load.failed(), taken);
        }
    }

    private void say(SoakReport report) {
        if (json) {
            console.json(report);
            return;
        }
        int apart = Math.max(1, report.samples().size() / LINES);
        for (int i = 0; i < report.samples().size(); i += apart) {
            SoakSample sample = report.samples().get(i);
            console.result(String.format(
                    Locale.ROOT,
                    "%6d jobs, %5.0f s: %d arrays, MiB %s",
                    sample.jobs(),
                    sample.seconds(),
                    sample.arrays(),
                    rounded(sample)));
        }
        report.growth()
                .forEach((service, growth) -> console.result(String.format(
                        Locale.ROOT,
                        "%-8s %.1f to %.1f MiB; %.2f MiB for each 1,000 jobs in the first half, %.2f in the second",
                        service,
                        growth.firstMib(),
                        growth.lastMib(),
                        growth.firstHalf(),
                        growth.secondHalf())));
        console.result(String.format(
                Locale.ROOT,
                "%d jobs, %d failed; native arrays %d, %s",
                report.jobs(),
                report.failed(),
                report.arrays(),
                report.arraysConstant() ? "always the same" : "NOT always the same"));
    }

    private static String rounded(SoakSample sample) {
        List<String> parts = new ArrayList<>();
        sample.residentMib().forEach((service, mib) -> parts.add(String.format(Locale.ROOT, "%s %.1f", service, mib)));
        return String.join(", ", parts);
    }
}
