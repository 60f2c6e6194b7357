package io.acuity.cli.services;

import io.acuity.streaming.KafkaSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a command reaches its broker. */
public final class ClusterOptions {
    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "The Kafka broker, several separated by commas (default: ${DEFAULT-VALUE}).")
    private String bootstrap = "127.0.0.1:9092";

    @Mixin
    private KafkaOptions options = new KafkaOptions();

    /** The cluster that was named; refuses an address that is none. */
    public KafkaSettings kafka() {
        return new KafkaSettings(bootstrap, options.properties());
    }
}
