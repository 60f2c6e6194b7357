package io.acuity.cli.services;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.cli.management.ManagementOptions;
import io.acuity.cli.management.ManagementServer;
import io.acuity.cli.management.ServiceMeters;
import io.acuity.cli.tracing.Tracing;
import io.acuity.gateway.GatewayLimits;
import io.acuity.gateway.GatewayService;
import io.acuity.gateway.GatewaySettings;
import io.acuity.gateway.upload.Offer;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes images over HTTP and answers for jobs. */
@Command(name = "gateway", description = "Takes images over HTTP and answers for jobs.")
public final class GatewayCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--blobs",
            required = true,
            paramLabel = "URI",
            description = "Store of large payloads, file:///… or s3://…; the same for all services.")
    private URI blobs = URI.create("file:///");

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "N", description = "Port; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int port = 8080;

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
    public GatewayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        try (Tracing tracing = Tracing.of("acuity-gateway");
                ServiceMeters meters = new ServiceMeters();
                GatewayService service = start(tracing, meters);
                ManagementServer server = management.open(meters.registry(), meters.add(service))) {
            ManagementServer.note(server, console);
            console.result((tls.files() == null ? "http://" : "https://") + host + ":" + service.port());
            Stopping.await(service, tracing);
        }
        return ExitCode.OK.status();
    }

    private GatewayService start(Tracing tracing, ServiceMeters meters) {
        // Which models there are, only the workers know; they refuse what they lack.
        Offer offer = Offer.unchecked(BundleCatalog.DEFAULT_MODEL);
        GatewayLimits limits = GatewayLimits.DEFAULT.withAdmission(admission.limits());
        try {
            return GatewayService.start(
                    new GatewaySettings(
                            host,
                            port,
                            tracing.follow(cluster.kafka()),
                            blobs,
                            offer,
                            limits,
                            webhooks.settings(),
                            access.settings(),
                            tls.files()),
                    meters.requests());
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }
}
