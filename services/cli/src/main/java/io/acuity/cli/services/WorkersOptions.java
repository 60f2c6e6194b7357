package io.acuity.cli.services;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.streaming.KafkaSettings;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a command that would start workers of its own is sent to those of a cluster instead. */
public final class WorkersOptions {
    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "Use the workers of this Kafka cluster, by its topics alone; start no services.")
    private @Nullable String bootstrap;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Option(
            names = "--blobs",
            paramLabel = "URI",
            description = "With --bootstrap: the cluster's store of images and frames, file:///… or s3://….")
    private @Nullable URI blobs;

    /**
     * A cluster with workers.
     *
     * @param kafka its brokers
     * @param blobs its store
     */
    public record Cluster(KafkaSettings kafka, URI blobs) {}

    /**
     * The cluster that was named; empty where none was.
     *
     * @throws CommandException when only one half of it was named
     */
    public Optional<Cluster> cluster() {
        if (bootstrap != null && blobs != null) {
            return Optional.of(new Cluster(new KafkaSettings(bootstrap, kafka.properties()), blobs));
        }
        if (bootstrap != null || blobs != null) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--bootstrap and --blobs go together: images travel beside the topics, through the store the"
                            + " cluster's services were started with.");
        }
        return Optional.empty();
    }
}
