package io.acuity.cli.services;

import io.acuity.streaming.KafkaSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** How a command reaches its broker. */
public final class ClusterOptions {
    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "The Kafka broker, several separated by commas (default: ${DEFAULT-VALUE}).")
    private String bootstrap = "127.0.0.1:9092";

    @Option(
            names = "--kafka",
            paramLabel = "KEY=VALUE",
            description = "A Kafka client setting, such as security.protocol=SSL; may be repeated.")
    private Map<String, String> properties = new LinkedHashMap<>();

    /** The cluster that was named; refuses an address that is none. */
    public KafkaSettings kafka() {
        return new KafkaSettings(bootstrap, properties);
    }
}
