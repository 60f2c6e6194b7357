package io.acuity.streaming.broker;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where and how the embedded broker runs.
 *
 * @param directory its data, kept between starts
 * @param host the address it listens on and gives to clients
 * @param port its port; 0 takes a free one
 * @param overrides Kafka broker settings that replace ours
 * @param quorum its place among other brokers
 */
public record BrokerSettings(
        Path directory, String host, int port, Map<String, String> overrides, BrokerQuorum quorum) {

    /** Checks the port. */
    public BrokerSettings {
        overrides = Map.copyOf(overrides);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "broker.port is " + port + " but must be 0 (any free port) to 65535; for example 9092");
        }
    }

    /**
     * A broker that is the whole cluster.
     *
     * @param directory its data, kept between starts
     * @param host the address it listens on and gives to clients
     * @param port its port; 0 takes a free one
     * @param overrides Kafka broker settings that replace ours
     */
    public BrokerSettings(Path directory, String host, int port, Map<String, String> overrides) {
        this(directory, host, port, overrides, BrokerQuorum.ALONE);
    }

    /**
     * What a single broker is told wherever it runs, by the names of Kafka's configuration: replication, sizes, and how soon it
     * notices dead members.
     *
     * @return settings without addresses and directories
     */
    public static Map<String, String> common() {
        return Map.copyOf(BrokerProperties.common(BrokerQuorum.ALONE));
    }

    /**
     * A broker for this machine alone.
     *
     * @param directory its data
     * @param port its port; 0 takes a free one
     * @return the settings
     */
    public static BrokerSettings local(Path directory, int port) {
        return new BrokerSettings(directory, "127.0.0.1", port, Map.of());
    }
}
