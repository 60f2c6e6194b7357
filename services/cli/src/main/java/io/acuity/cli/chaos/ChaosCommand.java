package io.acuity.cli.chaos;

import io.acuity.cli.child.AcuityChild;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.cli.house.House;
import io.acuity.cli.services.LaneOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Breaks running services on purpose, and says what became of every job. */
@Command(
        name = "chaos",
        description = {
            "Starts all services as processes of their own, sends them jobs at a steady pace, breaks them on purpose from the",
            "first result on, and writes down what became of every job. Ends with status 1 if a job was lost, a result was",
            "published twice, or another promise of the scenario was not kept. See docs/faults.md."
        })
public final class ChaosCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--scenario",
            required = true,
            split = ",",
            paramLabel = "NAME",
            description =
                    "What goes wrong, several by commas one after another with the same processes; docs/faults.md lists the "
                            + "names, and so does a name that is none.")
    private List<String> scenarios = List.of();

    @Option(names = "--jobs", description = "Jobs (default: ${DEFAULT-VALUE}).")
    private int jobs = 200;

    @Option(names = "--seconds", description = "How long submitting them takes (default: ${DEFAULT-VALUE}).")
    private int seconds = 60;

    @Option(names = "--workers", description = "Workers (default: ${DEFAULT-VALUE}).")
    private int workers = 4;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            description = "Time from one fault to the next (default: 5, or what the scenario needs).")
    private @Nullable Integer every;

    @Option(
            names = "--outage",
            paramLabel = "SECONDS",
            description = "How long what is stopped stays away (default: what the scenario needs).")
    private @Nullable Integer outage;

    @Option(
            names = "--session",
            paramLabel = "SECONDS",
            description = "After which a silent worker counts as dead (default: ${DEFAULT-VALUE}).")
    private int session = 6;

    @Option(names = "--seed", description = "Of everything random (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--folder", paramLabel = "DIR", description = "Where data and logs lie, and stay; empty or new.")
    private @Nullable Path folder;

    @Option(names = "--json", description = "Print the ledger as one JSON object.")
    private boolean json;

    @Mixin
    private LaneOptions lane = new LaneOptions();

    @Mixin
    private ModelOptions model = new ModelOptions();

    /** Creates the command. */
    public ChaosCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<ChaosPlan> plans =
                scenarios.stream().map(Scenario::named).map(this::plan).toList();
        model.checked();
        Path place = folder == null ? House.temporaryFolder() : folder;
        try {
            Blueprint usual = blueprint(plans.getFirst(), place.toAbsolutePath());
            boolean passed = new ChaosSeries(usual).run(plans, this::begin, this::say);
            return passed ? ExitCode.OK.status() : ExitCode.FAILED.status();
        } finally {
            if (folder == null) {
                House.remove(place);
            }
        }
    }

    private void begin(ChaosPlan plan) {
        console.note("acuity: scenario " + plan.scenario().word() + " with " + plan.jobs() + " jobs, seed "
                + plan.seed() + ".");
    }

    private ChaosPlan plan(Scenario chosen) {
        int period = every == null ? chosen.everySeconds() : every;
        int away = outage == null ? Math.max(1, chosen.outageSeconds()) : outage;
        for (int number : new int[] {jobs, seconds, workers, away, session, period}) {
            if (number < 1) {
                throw new CommandException(
                        ExitCode.USAGE, "Counts and times of a run are 1 or more, not " + number + ".");
            }
        }
        if (!chosen.isFor(lane.kind())) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "The scenario " + chosen.word() + " is about the ordered lane; leave --lane elastic out.");
        }
        return new ChaosPlan(
                chosen,
                jobs,
                Duration.ofSeconds(seconds),
                workers,
                Duration.ofSeconds(period),
                Duration.ofSeconds(away),
                lane.kind(),
                Duration.ofSeconds(session),
                seed);
    }

    private Blueprint blueprint(ChaosPlan plan, Path place) {
        return new Blueprint(
                place,
                place.resolve("blobs").toUri(),
                1,
                1,
                plan.workers(),
                AcuityChild.PROGRAM,
                plan.lane(),
                plan.session(),
                model.models().getFirst(),
                model.precision());
    }

    private void say(ChaosReport report) {
        if (json) {
            console.json(report);
        } else {
            console.result(String.format(
                    Locale.ROOT,
                    "%s: %d accepted, %d succeeded, failed %s, %d cancelled, %d lost, %d published twice; %d faults, %d"
                            + " restarts, %.1f s; redelivery %.1f s at most: %s",
                    report.scenario(),
                    report.accepted(),
                    report.succeeded(),
                    report.failed(),
                    report.cancelled(),
                    report.lost(),
                    report.publishedTwice(),
                    report.faults(),
                    report.restarts(),
                    report.seconds(),
                    report.redelivery().worstSeconds(),
                    report.passed() ? "passed" : "NOT passed"));
        }
        report.problems().forEach(console::problem);
    }
}
