package io.acuity.cli.services;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.streaming.broker.BrokerSettings;
import io.acuity.streaming.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a single Kafka broker that keeps its data. */
@Command(name = "broker", description = "Runs a single Kafka broker that keeps its data.")
public final class BrokerCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address to listen on and to give to clients (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "N", description = "Port; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int port = 9092;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Where its data lie (default: ${DEFAULT-VALUE}).")
    private Path dataDir = Path.of(System.getProperty("user.home"), ".acuity", "broker");

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A Kafka broker setting, such as group.consumer.session.timeout.ms=10000; may be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    /** Creates the command. */
    public BrokerCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        try (EmbeddedBroker service = start()) {
            console.result(service.bootstrap());
            Stopping.await(service);
        }
        return ExitCode.OK.status();
    }

    private EmbeddedBroker start() {
        try {
            return EmbeddedBroker.start(new BrokerSettings(dataDir, host, port, overrides));
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }
}
