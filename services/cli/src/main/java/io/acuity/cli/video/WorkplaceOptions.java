package io.acuity.cli.video;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.cli.house.House;
import io.acuity.cli.house.HousePlan;
import io.acuity.pipeline.WorkFolder;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who does the work: all services in this process, with their data beside the result, or the workers of a cluster. */
final class WorkplaceOptions {
    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "Use the workers of this Kafka cluster; start nothing.")
    private @Nullable String bootstrap;

    @Option(
            names = "--kafka",
            paramLabel = "KEY=VALUE",
            description = "With --bootstrap: a Kafka client setting, such as security.protocol=SSL; may be repeated.")
    private Map<String, String> kafka = new LinkedHashMap<>();

    @Option(
            names = "--blobs",
            paramLabel = "URI",
            description = "With --bootstrap: the cluster's store, in which frames travel, file:///… or s3://….")
    private @Nullable URI blobs;

    /** Topics and store, and what ends with them. */
    record Workplace(KafkaSettings kafka, BlobStore store, Runnable closing) implements AutoCloseable {
        @Override
        public void close() {
            store.close();
            closing.run();
        }
    }

    void check() {
        if ((bootstrap == null) != (blobs == null)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--bootstrap and --blobs go together: frames travel beside the topics, through the store the"
                            + " cluster's services were started with.");
        }
    }

    Workplace open(WorkFolder folder, ModelOptions model) {
        if (bootstrap != null && blobs != null) {
            return new Workplace(new KafkaSettings(bootstrap, kafka), BlobStores.open(blobs), () -> {});
        }
        House house = House.start(HousePlan.local(folder.data(), model.models(), model.precision())
                .withFrames(true));
        return new Workplace(KafkaSettings.of(house.bootstrap()), BlobStores.open(house.blobStore()), house::close);
    }
}
