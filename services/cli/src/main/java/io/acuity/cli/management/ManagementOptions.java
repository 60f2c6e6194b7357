package io.acuity.cli.management;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a service offers health and metrics. */
public final class ManagementOptions {
    @Option(
            names = "--management-port",
            paramLabel = "N",
            description = {
                "Port for /health/live, /health/ready and /metrics (Prometheus); 0 takes a free one.",
                "Without it there is none."
            })
    private @Nullable Integer port;

    @Option(
            names = "--management-host",
            paramLabel = "ADDRESS",
            description = "Address that port listens on (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    /** Begins to listen; null where no port was asked for. */
    public @Nullable ManagementServer open(PrometheusMeterRegistry registry, Health health) {
        return port == null ? null : new ManagementServer(host, port, registry, health);
    }
}
