package io.acuity.cli.train;

import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.cli.Version;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.cli.house.House;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.broker.EmbeddedBroker;
import io.acuity.streaming.dataset.DatasetPublisher;
import io.acuity.trainer.Trained;
import io.acuity.trainer.TrainerService;
import io.acuity.trainer.TrainerSettings;
import io.acuity.trainer.config.TrainerDefaults;
import io.acuity.training.TrainingPlan;
import io.acuity.training.validation.ChainQuality;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a network from a folder of images to a model bundle, through broker, dataset topic and trainer in one process. */
@Command(
        name = "train",
        description = {
            "Trains a network on the images below a folder and writes a model bundle.",
            "Broker and trainer run in this process: the images become samples of a dataset topic, checkpoints are events. "
                    + "Every 64th image is held out, at least one where there are two; quality is measured on those, or on "
                    + "--validation. With --work an interrupted run goes on where it was."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  acuity train --data photos --steps 2000 --out my-model",
            "  acuity upscale photo.jpg --model my-model",
            "  acuity train --data photos --work night --out my-model       again, to go on after a crash",
            "  acuity train --data photos --degradation BLIND --init acuity-s-x4 --out real --json",
            "  acuity train --data photos --system SR3 --preset sr4 --learned-variance --out sr4",
            "  acuity train --data photos --system IDM --magnifications 1.5:4 --phase-one-steps 8000 --out any-scale"
        })
public final class TrainCommand implements Callable<Integer> {
    private static final double GIB = 1L << 30;

    private final Console console;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "HR images, in any depth of folders.")
    private Path data = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the bundle, made if needed.")
    private Path out = Path.of("");

    @Option(
            names = "--validation",
            paramLabel = "DIR",
            description = "HR images to measure on, instead of the held-out ones.")
    private @Nullable Path validation;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "Keeps broker, samples, checkpoints and the chart progress.png, to go on after an "
                    + "interruption (default: a temporary folder).")
    private @Nullable Path work;

    @Option(names = "--checkpoint-every", description = "Steps between checkpoints (default: ${DEFAULT-VALUE}).")
    private int checkpointEvery = TrainerDefaults.CHECKPOINT_EVERY;

    @Option(
            names = "--validation-images",
            description = "Most images a checkpoint is measured on (default: ${DEFAULT-VALUE}).")
    private int validationImages = TrainerDefaults.VALIDATION_IMAGES;

    @Option(
            names = "--store-gib",
            paramLabel = "GIB",
            description = "Most decoded images on disk, in GiB (default: ${DEFAULT-VALUE}).")
    private double storeGiB = 20;

    @Option(names = "--json", description = "Print one JSON object per line: step and loss, at last the checkpoint.")
    private boolean json;

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    /** Creates the command. */
    public TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        TrainingPlan plan = plan();
        Path folder = work == null ? House.temporaryFolder() : work;
        try {
            train(folder, plan);
        } finally {
            if (work == null) {
                House.remove(folder);
            }
        }
        return ExitCode.OK.status();
    }

    /** Before anything is begun. */
    private TrainingPlan plan() {
        try {
            return options.plan();
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }

    private void train(Path folder, TrainingPlan plan) throws IOException {
        Files.createDirectories(folder.resolve("blobs"));
        URI blobs = folder.resolve("blobs").toUri();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            KafkaSettings kafka = KafkaSettings.of(broker.bootstrap());
            TopicAdmin.ensure(kafka);
            FolderDataset dataset = publish(kafka, blobs);
            TrainerSettings settings = settings(kafka, blobs, folder.resolve("trainer"), plan);
            Trained trained = run(settings, dataset.refused());
            trained.bundle().write(out);
            report(trained, settings.plan(), dataset.held());
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }

    private FolderDataset publish(KafkaSettings kafka, URI blobs) throws IOException {
        try (BlobStore store = BlobStores.open(blobs);
                EventPublisher events = EventPublisher.open(kafka)) {
            FolderDataset dataset = new FolderDataset(
                    console, new DatasetPublisher(store, events, Clock.systemUTC()), options.smallestSide());
            dataset.publish(data, validation);
            return dataset;
        }
    }

    private TrainerSettings settings(KafkaSettings kafka, URI blobs, Path folder, TrainingPlan plan) {
        return new TrainerSettings(
                kafka,
                blobs,
                folder,
                new TrainerSettings.Run("train", options.model(), Version.number()),
                plan,
                options.settings(),
                new TrainerSettings.Images(FolderDataset.NAME, options.degradation(), (long) (storeGiB * GIB)),
                new TrainerSettings.Checkpoints(checkpointEvery, validationImages));
    }

    private Trained run(TrainerSettings settings, int refused) throws IOException {
        try (TrainingReport report = new TrainingReport(console, options.steps(), json);
                TrainerService trainer = TrainerService.start(settings, new SimpleMeterRegistry(), report)) {
            Trained trained = trainer.done().join();
            long left = refused + trainer.corruptImages() + trainer.smallImages();
            if (left > 0) {
                console.note("acuity: " + left + " images were left out: " + (refused + trainer.corruptImages())
                        + " unreadable or smaller than 64 pixels, " + trainer.smallImages() + " smaller than a patch.");
            }
            return trained;
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new CommandException(ExitCode.FAILED, "Training ended: " + e.getCause(), e);
        }
    }

    private void report(Trained trained, TrainingPlan plan, List<Path> held) {
        Double psnrY = trained.checkpoint().getMetrics().get("psnrY");
        String id = trained.checkpoint().getCheckpointId();
        if (json) {
            console.json(new Line(
                    id,
                    trained.checkpoint().getStep(),
                    psnrY,
                    trained.bundle().sha256(),
                    afterEachStep(trained.bundle(), plan, held)));
            return;
        }
        console.result("Wrote " + id + " to " + out
                + (psnrY == null
                        ? "; no image was held out to measure it on, name some with --validation."
                        : String.format(Locale.ROOT, "; PSNR-Y %.2f dB on held-out images.", psnrY)));
    }

    /** How good the estimate is along a chain of several steps; null where there is no such chain or nothing to measure on. */
    private double @Nullable [] afterEachStep(ModelBundle bundle, TrainingPlan plan, List<Path> held) {
        return held.isEmpty() || plan.chainSteps() == 1 || plan.family() != TrainingPlan.Family.RESIDUAL_SHIFT
                ? null
                : new ChainQuality(new PictureDecoder(DecodeLimits.defaults())).measure(bundle, held);
    }

    private record Line(
            String checkpoint, long steps, @Nullable Double psnrY, String sha256, double @Nullable [] psnrYAfterStep) {}
}
