package io.acuity.cli.upscale;

import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.cli.house.House;
import io.acuity.cli.house.HousePlan;
import io.acuity.gateway.GatewayLimits;
import io.acuity.gateway.GatewayService;
import io.acuity.gateway.GatewaySettings;
import io.acuity.gateway.upload.Offer;
import io.acuity.streaming.KafkaSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "Use the workers of this Kafka cluster: talk to its topics, without a gateway elsewhere.")
    private @Nullable String bootstrap;

    @Option(
            names = "--kafka",
            paramLabel = "KEY=VALUE",
            description = "With --bootstrap: a Kafka client setting, such as security.protocol=SSL; may be repeated.")
    private Map<String, String> kafka = new LinkedHashMap<>();

    @Option(
            names = "--blobs",
            paramLabel = "URI",
            description = "With --bootstrap: the cluster's store of large payloads, file:///… or s3://….")
    private @Nullable URI blobs;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Keep the broker and results of this process here (default: a temporary folder).")
    private @Nullable Path dataDir;

    /** Refuses what does not go together, before anything is started. */
    void check() {
        if (server != null && bootstrap != null) {
            throw usage("--server and --bootstrap are two ways to the workers; choose one.");
        }
        if ((bootstrap == null) != (blobs == null)) {
            throw usage("--bootstrap and --blobs go together: large images travel beside the topics, through the store"
                    + " the cluster's services were started with.");
        }
        if (dataDir != null && (server != null || bootstrap != null)) {
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
            return new OpenGateway(server, ending.after(() -> {}));
        }
        if (bootstrap != null && blobs != null) {
            GatewayService gateway = onCluster(bootstrap, blobs, description.name());
            return new OpenGateway(url(gateway), ending.after(gateway::close));
        }
        Path folder = dataDir == null ? House.temporaryFolder() : dataDir;
        if (dataDir == null) {
            ending.remove(folder);
        }
        House house = House.start(HousePlan.local(folder, model.models(), model.precision()));
        return new OpenGateway(house.url(), ending.after(house::close));
    }

    private static URI url(GatewayService gateway) {
        return URI.create("http://" + LOOPBACK + ":" + gateway.port());
    }

    private GatewayService onCluster(String cluster, URI store, String model) {
        try {
            return GatewayService.start(new GatewaySettings(
                    LOOPBACK,
                    0,
                    new KafkaSettings(cluster, kafka),
                    store,
                    Offer.unchecked(model),
                    GatewayLimits.DEFAULT,
                    null));
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }
}
