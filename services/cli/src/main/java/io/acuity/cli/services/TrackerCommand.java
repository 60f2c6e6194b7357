package io.acuity.cli.services;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.cli.management.ManagementOptions;
import io.acuity.cli.management.ManagementServer;
import io.acuity.cli.management.ServiceMeters;
import io.acuity.cli.tracing.Tracing;
import io.acuity.tracker.TrackerService;
import io.acuity.tracker.TrackerSettings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Keeps the view of every job, which gateways answer from. */
@Command(name = "tracker", description = "Keeps the view of every job, which gateways answer from.")
public final class TrackerCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Where its state lies (default: ${DEFAULT-VALUE}).")
    private Path dataDir = Path.of(System.getProperty("user.home"), ".acuity", "tracker");

    @Mixin
    private ManagementOptions management = new ManagementOptions();

    /** Creates the command. */
    public TrackerCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        try (Tracing tracing = Tracing.of("acuity-tracker");
                ServiceMeters meters = new ServiceMeters();
                TrackerService service = start(tracing);
                ManagementServer server = management.open(meters.registry(), meters.add(service))) {
            ManagementServer.note(server, console);
            console.note("acuity: the tracker runs; stop with Ctrl-C.");
            Stopping.await(service, tracing);
        }
        return ExitCode.OK.status();
    }

    private TrackerService start(Tracing tracing) {
        try {
            return TrackerService.start(TrackerSettings.of(tracing.follow(cluster.kafka()), dataDir));
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }
}
