package io.acuity.cli.checkpoint;

import io.acuity.checkpoints.bundle.BundleArchive;
import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.cli.Version;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.cli.services.ClusterOptions;
import io.acuity.events.CheckpointEvent;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.checkpoint.CheckpointDraft;
import io.acuity.streaming.checkpoint.CheckpointPublisher;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes a model bundle as a checkpoint that workers can roll out. */
@Command(
        name = "publish",
        description = {
            "Verifies a model bundle, stores it and publishes its checkpoint event. Workers serve it when a rollout "
                    + "says so: acuity rollout start MODEL CHECKPOINT.",
            "Prints the checkpoint's id. Publishing a bundle again changes nothing."
        })
public final class CheckpointPublishCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "MODEL|DIR", description = "Shipped model, or folder of a model bundle.")
    private String model = "";

    @Option(
            names = "--blobs",
            required = true,
            paramLabel = "URI",
            description = "Store of checkpoints, file:///… or s3://…; the same for all services.")
    private URI blobs = URI.create("file:///");

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    /** Creates the command. */
    public CheckpointPublishCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try {
            ModelBundle bundle = BundleCatalog.find(model);
            KafkaSettings kafka = cluster.kafka();
            TopicAdmin.ensure(kafka);
            try (BlobStore store = BlobStores.open(blobs);
                    EventPublisher events = EventPublisher.open(kafka)) {
                CheckpointEvent event = new CheckpointPublisher(store, events, Clock.systemUTC())
                        .publish(draft(bundle))
                        .join();
                console.result(event.getCheckpointId());
            }
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
        return ExitCode.OK.status();
    }

    private static CheckpointDraft draft(ModelBundle bundle) {
        ModelDescription description = bundle.description();
        Map<String, Double> metrics = description.metrics() == null ? Map.of() : description.metrics();
        return new CheckpointDraft(
                new CheckpointDraft.Identity(
                        bundle.checkpointId(),
                        description.name(),
                        description.scale(),
                        description.system(),
                        bundle.sha256()),
                BundleArchive.encode(bundle),
                null,
                CheckpointDraft.Origin.byHand(metrics, Version.number()));
    }
}
