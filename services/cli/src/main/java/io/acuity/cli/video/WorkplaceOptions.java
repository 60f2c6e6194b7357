package io.acuity.cli.video;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.cli.house.House;
import io.acuity.cli.house.HousePlan;
import io.acuity.cli.services.CallerOptions;
import io.acuity.cli.services.WorkersOptions;
import io.acuity.pipeline.WorkFolder;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who does the work: all services in this process, with their data beside the result, or the workers of a cluster. */
final class WorkplaceOptions {
    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "Send the clip to the gateway at this address, such as one started by 'acuity up'.")
    private @Nullable URI server;

    @Mixin
    private CallerOptions caller = new CallerOptions();

    @Mixin
    private WorkersOptions workers = new WorkersOptions();

    /** Topics and store, and what ends with them. */
    record Workplace(KafkaSettings kafka, BlobStore store, Runnable closing) implements AutoCloseable {
        @Override
        public void close() {
            store.close();
            closing.run();
        }
    }

    /** Refuses what does not go together, before anything is started. */
    void check() {
        boolean onCluster = workers.cluster().isPresent();
        if (server != null && onCluster) {
            throw new CommandException(
                    ExitCode.USAGE, "--server and --bootstrap are two ways to the workers; choose one.");
        }
    }

    /** The gateway that does everything; empty where frames are sent from here. */
    Optional<URI> server() {
        return Optional.ofNullable(server);
    }

    /** Shows that gateway who sends the clip. */
    CallerOptions.Credentials credentials() {
        return caller.credentials();
    }

    Workplace open(WorkFolder folder, ModelOptions model) {
        Optional<WorkersOptions.Cluster> cluster = workers.cluster();
        if (cluster.isPresent()) {
            return new Workplace(
                    cluster.get().kafka(), BlobStores.open(cluster.get().blobs()), () -> {});
        }
        House house = House.start(HousePlan.local(folder.data(), model.models(), model.precision())
                .withFrames(true));
        return new Workplace(KafkaSettings.of(house.bootstrap()), BlobStores.open(house.blobStore()), house::close);
    }
}
