package io.acuity.cli.checkpoint;

import io.acuity.checkpoints.bundle.BundleArchive;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.cli.services.ClusterOptions;
import io.acuity.events.CheckpointEvent;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.checkpoint.CheckpointTopic;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a published checkpoint to a folder, verified. */
@Command(
        name = "fetch",
        description = "Writes the bundle of a published checkpoint to a folder, verified; use it with --model DIR.")
public final class CheckpointFetchCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "CHECKPOINT", description = "Its id, as in: acuity checkpoint list.")
    private String id = "";

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the bundle, made if needed.")
    private Path out = Path.of("");

    @Option(
            names = "--blobs",
            required = true,
            paramLabel = "URI",
            description = "Store of checkpoints, file:///… or s3://…; the same for all services.")
    private URI blobs = URI.create("file:///");

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    /** Creates the command. */
    public CheckpointFetchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        try (BlobStore store = BlobStores.open(blobs)) {
            CheckpointEvent event = CheckpointTopic.read(cluster.kafka()).stream()
                    .filter(candidate -> candidate.getCheckpointId().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new CommandException(
                            ExitCode.USAGE,
                            "There is no checkpoint " + id + "; list them with 'acuity checkpoint list'."));
            ModelBundle bundle = BundleArchive.decode(store.read(event.getBundle()), id);
            bundle.write(out);
            console.result(out.toString());
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
        return ExitCode.OK.status();
    }
}
