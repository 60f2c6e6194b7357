package io.acuity.cli.services;

import io.acuity.assembler.AssemblerService;
import io.acuity.assembler.AssemblerSettings;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.cli.management.ManagementOptions;
import io.acuity.cli.management.ManagementServer;
import io.acuity.cli.management.ServiceMeters;
import io.acuity.cli.tracing.Tracing;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes whole clips, has the workers upscale their frames, stores the results. */
@Command(
        name = "assembler",
        description = {
            "Takes whole clips, has the workers upscale their frames, stores the results.",
            "Needs a tracker and workers. Stopped or killed, it goes on with its clips when it is started again."
        })
public final class AssemblerCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--blobs",
            required = true,
            paramLabel = "URI",
            description = "Store of large payloads, file:///… or s3://…; the same for all services.")
    private URI blobs = URI.create("file:///");

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where clips under way lie (default: ${DEFAULT-VALUE}).")
    private Path dataDir = Path.of(System.getProperty("user.home"), ".acuity", "assembler");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "${env:HOSTNAME:-a1}",
            description = {
                "Name of this assembler, unique and the same after a restart.",
                "Default: what HOSTNAME says, as in a container, or a1 (here: ${DEFAULT-VALUE})."
            })
    private String name = "a1";

    @Option(
            names = "--clips",
            paramLabel = "N",
            description = "How many clips are in work at once (default: ${DEFAULT-VALUE}).")
    private int clips = 1;

    @Mixin
    private ManagementOptions management = new ManagementOptions();

    /** Creates the command. */
    public AssemblerCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        try (Tracing tracing = Tracing.of("acuity-assembler");
                ServiceMeters meters = new ServiceMeters();
                AssemblerService service = start(tracing);
                ManagementServer server = management.open(meters.registry(), meters.add(service))) {
            ManagementServer.note(server, console);
            console.note("acuity: the assembler " + name + " runs; stop with Ctrl-C.");
            Stopping.await(service, tracing);
        }
        return ExitCode.OK.status();
    }

    private AssemblerService start(Tracing tracing) {
        try {
            return AssemblerService.start(
                    new AssemblerSettings(tracing.follow(cluster.kafka()), blobs, dataDir, name, clips));
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }
}
