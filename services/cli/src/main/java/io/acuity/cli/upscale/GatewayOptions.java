package io.acuity.cli.upscale;

import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.cli.house.House;
import io.acuity.cli.house.HousePlan;
import io.acuity.cli.services.CallerOptions;
import io.acuity.cli.services.WorkersOptions;
import io.acuity.gateway.GatewayLimits;
import io.acuity.gateway.GatewayService;
import io.acuity.gateway.GatewaySettings;
import io.acuity.gateway.access.AccessSettings;
import io.acuity.gateway.upload.Offer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Who does the work: all services in this process, a gateway at an address, or the workers of a cluster, to whom a gateway in this
 * process speaks, so that images take the same way in all three cases.
 */
final class GatewayOptions {
    private static final String LOOPBACK = "127.0.0.1";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "Use the gateway at this address, such as one started by 'acuity up'; start nothing.")
    private @Nullable URI server;

    @Mixin
    private CallerOptions caller = new CallerOptions();

    @Mixin
    private WorkersOptions workers = new WorkersOptions();

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Keep the broker and results of this process here (default: a temporary folder).")
    private @Nullable Path dataDir;

    /** Refuses what does not go together, before anything is started. */
    void check() {
        boolean onCluster = workers.cluster().isPresent();
        if (server != null && onCluster) {
            throw usage("--server and --bootstrap are two ways to the workers; choose one.");
        }
        if (dataDir != null && (server != null || onCluster)) {
            throw usage("--data-dir is for services started in this process; leave it out.");
        }
    }

    private static CommandException usage(String sentence) {
        return new CommandException(ExitCode.USAGE, sentence);
    }

    /**
     * Starts what has to be started.
     *
     * @param grace how long a process that was asked to end (Ctrl-C) waits for the gateway to be closed before it goes
     */
    OpenGateway open(ModelOptions model, ModelDescription description, Duration grace) {
        var ending = new Ending(grace);
        if (server != null) {
            return new OpenGateway(server, caller.credentials(), ending.after(() -> {}));
        }
        Optional<WorkersOptions.Cluster> cluster = workers.cluster();
        if (cluster.isPresent()) {
            GatewayService gateway = onCluster(cluster.get(), description.name());
            return OpenGateway.own(url(gateway), ending.after(gateway::close));
        }
        Path folder = dataDir == null ? House.temporaryFolder() : dataDir;
        if (dataDir == null) {
            ending.remove(folder);
        }
        House house = House.start(HousePlan.local(folder, model.models(), model.precision()));
        return OpenGateway.own(house.url(), ending.after(house::close));
    }

    private static URI url(GatewayService gateway) {
        return URI.create("http://" + LOOPBACK + ":" + gateway.port());
    }

    private GatewayService onCluster(WorkersOptions.Cluster cluster, String model) {
        try {
            return GatewayService.start(new GatewaySettings(
                    LOOPBACK,
                    0,
                    cluster.kafka(),
                    cluster.blobs(),
                    Offer.unchecked(model),
                    GatewayLimits.DEFAULT,
                    null,
                    AccessSettings.THIS_MACHINE,
                    null));
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }
}
