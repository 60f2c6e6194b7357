package io.acuity.cli.services;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.streaming.broker.BrokerQuorum;
import io.acuity.streaming.broker.BrokerSettings;
import io.acuity.streaming.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a Kafka broker that keeps its data: a single one, or one of several. */
@Command(name = "broker", description = "Runs a Kafka broker that keeps its data: a single one, or one of several.")
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

    @ArgGroup(exclusive = false)
    private @Nullable Quorum quorum;

    /** What one of several brokers has to know of the others. */
    private static final class Quorum {
        @Option(
                names = "--voters",
                required = true,
                paramLabel = "N@HOST:PORT,...",
                description = "All brokers of a cluster, each with a number and the address of its controller.")
        private String voters = "";

        @Option(names = "--node", required = true, paramLabel = "N", description = "Which of the voters this one is.")
        private int node = 1;

        @Option(
                names = "--copies",
                paramLabel = "N",
                description = "Of every partition; one of them may be missing (default: ${DEFAULT-VALUE}).")
        private int copies = 3;
    }

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
            return EmbeddedBroker.start(new BrokerSettings(dataDir, host, port, overrides, place()));
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }

    private BrokerQuorum place() {
        return quorum == null ? BrokerQuorum.ALONE : BrokerQuorum.of(quorum.node, quorum.voters, quorum.copies);
    }
}
