package io.acuity.cli.services;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.cli.management.ManagementOptions;
import io.acuity.cli.management.ManagementServer;
import io.acuity.cli.management.ServiceMeters;
import io.acuity.cli.tracing.Tracing;
import io.acuity.worker.WorkerService;
import io.acuity.worker.WorkerSettings;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes requests, upscales images, publishes results. */
@Command(name = "worker", description = "Takes requests, upscales images, publishes results.")
public final class WorkerCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(
            names = "--blobs",
            required = true,
            paramLabel = "URI",
            description = "Store of large payloads, file:///… or s3://…; the same for all services.")
    private URI blobs = URI.create("file:///");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "${env:HOSTNAME:-w1}",
            description = {
                "Name of this worker, unique and the same after a restart.",
                "Default: what HOSTNAME says, as in a container, or w1 (here: ${DEFAULT-VALUE})."
            })
    private String name = "w1";

    @Mixin
    private LaneOptions lane = new LaneOptions();

    @Mixin
    private ManagementOptions management = new ManagementOptions();

    /** Creates the command. */
    public WorkerCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        try (Tracing tracing = Tracing.of("acuity-worker");
                ServiceMeters meters = new ServiceMeters();
                WorkerService service = start(tracing);
                ManagementServer server = management.open(meters.registry(), meters.add(service))) {
            ManagementServer.note(server, console);
            console.note("acuity: the worker " + name + " runs; stop with Ctrl-C.");
            Stopping.await(service, tracing);
        }
        return ExitCode.OK.status();
    }

    private WorkerService start(Tracing tracing) {
        model.checked();
        try {
            return WorkerService.start(WorkerSettings.of(tracing.follow(cluster.kafka()), blobs, name)
                    .withModels(model.offered(), model.precision())
                    .withLane(lane.kind()));
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }
}
