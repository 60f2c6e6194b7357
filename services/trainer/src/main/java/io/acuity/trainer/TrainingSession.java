package io.acuity.trainer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.bundle.BundleArchive;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.events.CheckpointEvent;
import io.acuity.imaging.degrade.BicubicDegradation;
import io.acuity.imaging.degrade.BlindDegradation;
import io.acuity.imaging.degrade.BlindSettings;
import io.acuity.imaging.degrade.Degradation;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.trainer.checkpoint.CheckpointDesk;
import io.acuity.trainer.checkpoint.RunNotes;
import io.acuity.trainer.dataset.DatasetIndex;
import io.acuity.trainer.dataset.SampleFiles;
import io.acuity.trainer.progress.LossLog;
import io.acuity.trainer.progress.ProgressChart;
import io.acuity.trainer.progress.ProgressVoice;
import io.acuity.trainer.progress.TrainingMetrics;
import io.acuity.training.TrainingPlan;
import io.acuity.training.data.DegradedPatches;
import io.acuity.training.data.ImageStore;
import io.acuity.training.data.NoImagesException;
import io.acuity.training.data.PatchPlan;
import io.acuity.training.data.PatchSource;
import io.acuity.training.data.SampleEntry;
import io.acuity.training.data.SampleManifest;
import io.acuity.training.data.StoredPatches;
import io.acuity.training.loop.Snapshot;
import io.acuity.training.loop.TrainingListener;
import io.acuity.training.loop.TrainingLoop;
import io.acuity.training.loop.TrainingSettings;
import io.acuity.training.loop.TrainingState;
import io.acuity.training.loop.TrainingTask;
import io.acuity.training.validation.BundleQuality;
import io.acuity.training.validation.Quality;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run from where it was to its last step, on the calling thread, which owns all native memory. Between checkpoints the
 * samples stay the same; with each checkpoint what was published or removed since takes effect, and the checkpoint says so:
 * therefore a run that is killed and taken up again ends with the weights it would have had.
 */
final class TrainingSession {
    private static final Logger LOGGER = LoggerFactory.getLogger(TrainingSession.class);

    /** What a session works with. */
    record Tools(
            DatasetIndex index,
            SampleFiles files,
            BlobStore store,
            CheckpointDesk desk,
            ProgressVoice voice,
            TrainingMetrics metrics,
            TrainingListener listener) {}

    private final TrainerSettings settings;
    private final Tools tools;
    private final PatchPlan patches;
    private final ImageStore images;
    private @Nullable CheckpointEvent last;
    private volatile boolean stopping;

    TrainingSession(TrainerSettings settings, Tools tools) throws IOException {
        this.settings = settings;
        this.tools = tools;
        TrainingSettings training = settings.training();
        this.patches = new PatchPlan(training.batch(), training.side(), training.seed());
        this.images = new ImageStore(
                settings.folder().resolve("images"), settings.images().storeBytes(), TrainingPlan.SCALE, tools.files);
    }

    /** Makes {@link #run} end after the step at hand. */
    void stop() {
        stopping = true;
    }

    /**
     * Trains.
     *
     * @throws NoImagesException when the dataset has nothing to train on
     * @throws TrainingStoppedException when it was stopped
     */
    Trained run() throws IOException {
        last = tools.desk.last(settings.kafka());
        TrainingState from = tools.desk.latest(last);
        RunNotes notes = from == null ? fresh() : RunNotes.of(from);
        tools.files.restore(notes.places());
        TrainingSettings training = settings.training();
        try (TrainingTask task = settings.plan().open(training.side(), training.computeType());
                BundleQuality measurement =
                        new BundleQuality(degradation(settings.plan().scale()));
                TrainingLoop loop = new TrainingLoop(training, task, from, tools.desk.snapshotFile(), notes.toMap())) {
            LossLog log = new LossLog(settings.folder(), loop.step());
            tools.voice.begins(loop.step(), begin(notes.manifest(), loop.step()));
            train(new Work(task, loop, measurement, log), notes);
        }
        CheckpointEvent checkpoint = Objects.requireNonNull(last);
        ModelBundle bundle =
                BundleArchive.decode(tools.store.read(checkpoint.getBundle()), checkpoint.getCheckpointId());
        return new Trained(checkpoint, bundle);
    }

    /** What one call of {@link #run} has open. */
    private record Work(TrainingTask task, TrainingLoop loop, BundleQuality measurement, LossLog log) {}

    private void train(Work work, RunNotes begun) throws IOException {
        TrainingLoop loop = work.loop;
        RunNotes notes = begun;
        if (loop.step() == 0) {
            measureBeginning(work, notes);
        }
        int steps = settings.training().steps();
        while (true) {
            if (isDue(loop.step())) {
                notes = current(notes);
                loop.note(notes.toMap());
                checkpoint(work, notes);
            }
            if (loop.step() >= steps) {
                return;
            }
            tools.metrics.resumed(
                    notes.manifest().training().size(),
                    notes.manifest().validation().size());
            stretch(loop, notes.manifest(), work.log);
        }
    }

    /** Where the curve of validations begins: what the initial weights are worth, above all when they are another model's. */
    private void measureBeginning(Work work, RunNotes notes) throws IOException {
        Quality quality = measured(work, notes, work.loop.averagedWeights());
        if (quality != null) {
            work.log.validated(0, quality.psnrY());
        }
    }

    /** Trains to the next checkpoint. */
    private void stretch(TrainingLoop loop, SampleManifest manifest, LossLog log) throws IOException {
        int every = settings.checkpoints().every();
        int until = Math.min(settings.training().steps(), (loop.step() / every + 1) * every);
        TrainingListener stop = (step, loss, rate) -> {
            if (stopping) {
                throw new TrainingStoppedException(step, settings.run().id());
            }
        };
        TrainingListener all = new TrainingListeners(List.of(tools.voice, tools.metrics, log, tools.listener, stop));
        try (PatchSource source = source(manifest)) {
            loop.run(source, until, all);
        } catch (TrainingStoppedException e) {
            new Snapshot(tools.desk.snapshotFile()).keep(loop.state());
            throw e;
        }
    }

    private boolean isDue(int step) {
        boolean boundary = step > 0
                && (step % settings.checkpoints().every() == 0
                        || step >= settings.training().steps());
        return boundary && (last == null || last.getStep() < step);
    }

    private PatchSource source(SampleManifest manifest) {
        return switch (settings.images().degradation()) {
            case BICUBIC -> new StoredPatches(images, manifest, patches);
            case BLIND ->
                new DegradedPatches(
                        images,
                        manifest,
                        patches,
                        degradation(TrainingPlan.SCALE),
                        DegradedPatches.Pool.forBatch(patches.count()));
        };
    }

    private Degradation degradation(int scale) {
        return switch (settings.images().degradation()) {
            case BICUBIC -> new BicubicDegradation(scale);
            case BLIND -> new BlindDegradation(BlindSettings.REAL_ESRGAN, scale);
        };
    }

    private RunNotes fresh() throws IOException {
        try {
            tools.index.caughtUp().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        return notes(tools.index.snapshot());
    }

    /** What is published now; while the topic is still being read, what the run has. */
    private RunNotes current(RunNotes before) throws IOException {
        return tools.index.caughtUp().isDone() ? notes(tools.index.snapshot()) : before;
    }

    private RunNotes notes(DatasetIndex.Snapshot snapshot) throws IOException {
        SampleManifest manifest = snapshot.manifest();
        if (manifest.training().isEmpty()) {
            throw new NoImagesException("The dataset " + settings.images().dataset()
                    + " has no image to train on that is at least " + patches.smallestSide() * TrainingPlan.SCALE
                    + " pixels a side; publish some, or choose smaller patches.");
        }
        return new RunNotes(settings.run().id(), manifest, snapshot.offsets(), tools.files.places(manifest));
    }

    private String begin(SampleManifest manifest, int step) {
        String message = manifest.training().size() + " images to train on, "
                + manifest.validation().size() + " held out, from step " + step + ".";
        LOGGER.atInfo()
                .addKeyValue("run", settings.run().id())
                .addKeyValue("step", step)
                .addKeyValue("training", manifest.training().size())
                .addKeyValue("validation", manifest.validation().size())
                .log("Training begins");
        return message;
    }

    private void checkpoint(Work work, RunNotes notes) throws IOException {
        TrainingLoop loop = work.loop;
        LossLog log = work.log;
        Safetensors weights = loop.averagedWeights();
        ModelBundle bundle = bundle(work, notes, weights);
        Quality quality = measured(work, notes, weights);
        Map<String, Double> metrics = quality == null ? Map.of() : metrics(work, notes, bundle, quality);
        ModelBundle rated = new ModelBundle(bundle.description().withMetrics(metrics), weights);
        String parent = last == null ? settings.plan().parent() : last.getCheckpointId();
        CheckpointEvent event = tools.desk.publish(rated, loop.state(), parent);
        last = event;
        tools.voice.checkpointed(event);
        tools.metrics.checkpointed(quality == null ? Double.NaN : quality.psnrY());
        log.checkpointed(loop.step());
        if (quality != null) {
            log.validated(loop.step(), quality.psnrY());
        }
        ProgressChart.draw(
                settings.run().model() + ", run " + settings.run().id(),
                log,
                settings.folder().resolve("progress.png"));
        LOGGER.atInfo()
                .addKeyValue("checkpointId", event.getCheckpointId())
                .addKeyValue("step", loop.step())
                .addKeyValue("metrics", metrics)
                .log("Checkpoint published");
    }

    /** With PSNR-Y at the other magnifications of a network for any, such as {@code psnrY@1.5}. */
    private Map<String, Double> metrics(Work work, RunNotes notes, ModelBundle bundle, Quality quality)
            throws IOException {
        Map<String, Double> metrics = new LinkedHashMap<>(quality.metrics());
        List<SampleEntry> validation = notes.manifest().validation();
        metrics.putAll(work.measurement.psnrAt(
                bundle,
                settings.plan().measuredAt(),
                measuredImages(validation),
                index -> images.original(validation.get(index))));
        return metrics;
    }

    private int measuredImages(List<SampleEntry> validation) {
        return Math.min(validation.size(), settings.checkpoints().validationImages());
    }

    private ModelBundle bundle(Work work, RunNotes notes, Safetensors weights) {
        return tools.desk.bundle(
                weights, (model, identity) -> work.task.describe(model, identity, training(work.loop.step(), notes)));
    }

    private @Nullable Quality measured(Work work, RunNotes notes, Safetensors weights) throws IOException {
        List<SampleEntry> validation = notes.manifest().validation();
        int count = measuredImages(validation);
        return count == 0
                ? null
                : work.measurement.measure(
                        bundle(work, notes, weights), count, index -> images.original(validation.get(index)));
    }

    private ObjectNode training(int step, RunNotes notes) {
        TrainingSettings training = settings.training();
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("run", settings.run().id())
                .put("steps", step)
                .put("images", notes.manifest().training().size())
                .put("dataset", settings.images().dataset())
                .put("degradation", settings.images().degradation().name())
                .put("batch", training.batch())
                .put("patch", training.side() * TrainingPlan.SCALE)
                .put("optimizer", training.optimizer().kind().name())
                .put("rate", training.rate().peak())
                .put("schedule", training.rate().decay().name())
                .put("seed", training.seed())
                .put("computeType", training.computeType().name());
        String parent = settings.plan().parent();
        return parent == null ? node : node.put("init", parent);
    }
}
