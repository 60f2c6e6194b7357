package io.acuity.streaming.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka node (broker and controller) in this process, alone or one of several that are processes of their own. Its data outlives
 * it. The one class that touches Kafka's server internals; the Kafka version is pinned because of it.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final String CONTROLLER = "CONTROLLER";
    private static final int ATTEMPTS_ON_FREE_PORTS = 3;

    private final BrokerDirectory directory;
    private final KafkaRaftServer server;
    private final String bootstrap;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedBroker(BrokerDirectory directory, KafkaRaftServer server, String bootstrap) {
        this.directory = directory;
        this.server = server;
        this.bootstrap = bootstrap;
    }

    /**
     * Starts a broker for this machine alone and returns when it serves clients, after about two seconds.
     *
     * @param directory its data; created when missing
     * @param port its port; 0 takes a free one
     * @return to be closed by the caller
     * @throws BrokerStartException when the port or the directory is taken or unusable
     */
    public static EmbeddedBroker start(Path directory, int port) {
        return start(BrokerSettings.local(directory, port));
    }

    /**
     * Starts a broker and returns when it serves clients. After a crash of the broker before, the cluster first has to
     * notice that the old one is gone, which takes up to eight seconds more. One of several serves as soon as most of them are there.
     *
     * @param settings where and how
     * @return to be closed by the caller
     * @throws BrokerStartException when the port or the directory is taken or unusable
     */
    public static EmbeddedBroker start(BrokerSettings settings) {
        BrokerDirectory directory = BrokerDirectory.claim(settings.directory());
        try {
            directory.format(CONTROLLER, settings.quorum());
            if (directory.crashedBefore()) {
                LOGGER.atInfo()
                        .addKeyValue("directory", settings.directory())
                        .log(
                                "The broker was not stopped cleanly last time; waiting up to 8 s for its old session to end");
            }
            directory.markRunning();
            Exit.setHaltProcedure((status, message) -> halt(settings, status));
            return startOnPorts(settings, directory);
        } catch (RuntimeException | Error e) {
            directory.close();
            throw e;
        }
    }

    // Kafka ends the process when it cannot write its log any more, and says why in its own log alone.
    private static void halt(BrokerSettings settings, int status) {
        LOGGER.atError()
                .addKeyValue("directory", settings.directory())
                .log("The broker cannot write its data any more and ends this process; is the disk full?");
        Runtime.getRuntime().halt(status);
    }

    private static EmbeddedBroker startOnPorts(BrokerSettings settings, BrokerDirectory directory) {
        for (int attempt = 1; true; attempt++) {
            int port =
                    settings.port() == 0 ? FreePort.on(settings.host()) : requireFree(settings.host(), settings.port());
            try {
                return startOnce(settings, directory, port);
            } catch (RuntimeException e) {
                // Between looking and taking, another process may have taken a port that was free.
                if (settings.port() != 0 || attempt == ATTEMPTS_ON_FREE_PORTS) {
                    throw new BrokerStartException(
                            "The embedded broker did not start in " + settings.directory() + " at " + settings.host()
                                    + ":" + port + " (" + e.getMessage()
                                    + "); see the log above, or start with an empty directory.",
                            e);
                }
            }
        }
    }

    private static EmbeddedBroker startOnce(BrokerSettings settings, BrokerDirectory directory, int port) {
        long begin = System.nanoTime();
        String bootstrap = settings.host() + ":" + port;
        Properties properties = BrokerProperties.of(directory.log(), settings, port);
        var server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            server.awaitShutdown();
            throw e;
        }
        LOGGER.atInfo()
                .addKeyValue("bootstrap", bootstrap)
                .addKeyValue("directory", settings.directory())
                .addKeyValue(
                        "millis", Duration.ofNanos(System.nanoTime() - begin).toMillis())
                .log("Broker started");
        return new EmbeddedBroker(directory, server, bootstrap);
    }

    /**
     * Where clients connect.
     *
     * @return {@code host:port}
     */
    public String bootstrap() {
        return bootstrap;
    }

    /** Stops the broker cleanly, within about half a second. A second call does nothing. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        server.shutdown();
        server.awaitShutdown();
        directory.markStopped();
        directory.close();
        LOGGER.atInfo().addKeyValue("bootstrap", bootstrap).log("Broker stopped");
    }

    private static int requireFree(String host, int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return port;
        } catch (IOException e) {
            throw new BrokerStartException(
                    "Port " + port + " on " + host + " cannot be used (" + e.getMessage()
                            + "); another program has it: stop that one or choose another port.",
                    e);
        }
    }
}
