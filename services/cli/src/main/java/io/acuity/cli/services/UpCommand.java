package io.acuity.cli.services;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.cli.house.House;
import io.acuity.cli.house.HousePlan;
import io.acuity.cli.management.ManagementOptions;
import io.acuity.cli.management.ManagementServer;
import io.acuity.cli.management.ServiceMeters;
import io.acuity.cli.tracing.Tracing;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs all services in this process until it is stopped. */
@Command(
        name = "up",
        description = {
            "Runs broker, tracker, worker, assembler and gateway in this process until it is stopped (Ctrl-C).",
            "Prints the address of the gateway."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  acuity up --port 8080",
            "  curl -F file=@photo.jpg http://127.0.0.1:8080/v1/upscales",
            "  acuity up --bootstrap kafka:9092         with a broker that runs elsewhere"
        })
public final class UpCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port of the gateway; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int port = 8080;

    @Option(
            names = "--broker-port",
            paramLabel = "N",
            description = "Port of the embedded broker; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int brokerPort;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where broker, payloads and tracker keep their data (default: ${DEFAULT-VALUE}).")
    private Path dataDir = Path.of(System.getProperty("user.home"), ".acuity");

    @Option(names = "--bootstrap", paramLabel = "HOST:PORT", description = "Use this Kafka broker, start none.")
    private @Nullable String bootstrap;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Mixin
    private LaneOptions lane = new LaneOptions();

    @Mixin
    private AdmissionOptions admission = new AdmissionOptions();

    @Mixin
    private AccessOptions access = new AccessOptions();

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Mixin
    private WebhookOptions webhooks = new WebhookOptions();

    @Mixin
    private ManagementOptions management = new ManagementOptions();

    /** Creates the command. */
    public UpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        model.checked();
        HousePlan plan = new HousePlan(
                dataDir,
                bootstrap,
                brokerPort,
                host,
                port,
                model.offered(),
                model.precision(),
                webhooks.settings(),
                admission.limits(),
                true,
                true,
                true,
                lane.kind(),
                access.settings(),
                tls.files());
        try (Tracing tracing = Tracing.of("acuity");
                ServiceMeters meters = new ServiceMeters();
                House house = House.start(plan, meters, tracing.traces());
                ManagementServer server = management.open(meters.registry(), house.health(meters))) {
            ManagementServer.note(server, console);
            console.result(house.url().toString());
            console.note("acuity: broker at " + house.bootstrap() + ", data in " + dataDir + "; stop with Ctrl-C.");
            Stopping.await(house, tracing);
        }
        return ExitCode.OK.status();
    }
}
