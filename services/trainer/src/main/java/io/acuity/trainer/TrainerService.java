package io.acuity.trainer;

import io.acuity.events.TrainingState;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.ExclusivePublisher;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.checkpoint.CheckpointPublisher;
import io.acuity.trainer.checkpoint.CheckpointDesk;
import io.acuity.trainer.dataset.DatasetIndex;
import io.acuity.trainer.dataset.RefusedSamples;
import io.acuity.trainer.dataset.SampleFiles;
import io.acuity.trainer.progress.ProgressVoice;
import io.acuity.trainer.progress.TrainingMetrics;
import io.acuity.training.TrainingPlan;
import io.acuity.training.data.PatchPlan;
import io.acuity.training.loop.TrainingListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trainer: one run, from where it was to its last step, on a thread of its own. The methods may be called from any thread.
 */
public final class TrainerService implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(TrainerService.class);

    private final TrainerSettings settings;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final RefusedSamples refused;
    private final ProgressVoice voice;
    private final TrainingSession session;
    private final CompletableFuture<Trained> done = new CompletableFuture<>();
    private final Thread thread;

    private TrainerService(TrainerSettings settings, MeterRegistry registry, TrainingListener listener) {
        this.settings = settings;
        Clock clock = Clock.systemUTC();
        try {
            keep(FolderClaim.take(settings.folder()));
            TopicAdmin.ensure(settings.kafka());
            // Before anything of the run is read, so that no checkpoint of an earlier trainer can follow what is read.
            ExclusivePublisher claim = keep(ExclusivePublisher.claim(
                    settings.kafka(), "acuity-trainer-" + settings.run().id()));
            BlobStore store = keep(BlobStores.open(settings.blobStore()));
            EventPublisher events = keep(EventPublisher.open(settings.kafka()));
            SampleFiles files = new SampleFiles(store);
            refused = new RefusedSamples(events, clock);
            DatasetIndex index = keep(DatasetIndex.follow(settings.kafka(), setup(settings), files, refused));
            CheckpointDesk desk = new CheckpointDesk(settings, store, new CheckpointPublisher(store, claim, clock));
            voice = new ProgressVoice(settings, events, clock);
            TrainingMetrics metrics =
                    new TrainingMetrics(registry, settings.run().model(), refused);
            session = new TrainingSession(
                    settings, new TrainingSession.Tools(index, files, store, desk, voice, metrics, listener));
        } catch (IOException e) {
            closeAll();
            throw new UncheckedIOException(
                    "The folder " + settings.folder()
                            + " of the trainer cannot be used; choose another one or check its permissions.",
                    e);
        } catch (RuntimeException e) {
            closeAll();
            throw e;
        }
        thread = Thread.ofPlatform().name("acuity-training").unstarted(this::train);
    }

    private static DatasetIndex.Setup setup(TrainerSettings settings) {
        PatchPlan patches = new PatchPlan(
                settings.training().batch(),
                settings.training().side(),
                settings.training().seed());
        return new DatasetIndex.Setup(
                settings.images().dataset(),
                patches.smallestSide() * TrainingPlan.SCALE,
                TrainingPlan.SCALE,
                settings.folder());
    }

    /**
     * Starts a run, or goes on with it. A trainer that has the run already, also a frozen one, publishes no more and ends with
     * {@link io.acuity.streaming.ClaimLostException} at its next checkpoint.
     *
     * @param registry takes the metrics
     * @param listener hears of each step, on the training thread
     * @throws io.acuity.streaming.BrokerUnreachableException when no broker answers within about ten seconds
     * @throws IllegalStateException when another trainer uses the folder
     * @throws UncheckedIOException when the folder cannot be used
     */
    public static TrainerService start(TrainerSettings settings, MeterRegistry registry, TrainingListener listener) {
        TrainerService service = new TrainerService(settings, registry, listener);
        service.thread.start();
        return service;
    }

    /**
     * How the run ends.
     *
     * @return its last checkpoint; fails with {@link TrainingStoppedException} when it was closed before, or with what ended it
     */
    public CompletableFuture<Trained> done() {
        return done.copy();
    }

    /** Images that could not be read. */
    public long corruptImages() {
        return refused.corruptCount();
    }

    /** Images that were smaller than a patch. */
    public long smallImages() {
        return refused.tooSmallCount();
    }

    // The thread's root: whatever ends it is told, to whoever waits and on the topic.
    private void train() {
        try {
            Trained trained = session.run();
            voice.ends(TrainingState.FINISHED, trained.checkpoint().getStep(), null);
            done.complete(trained);
        } catch (TrainingStoppedException e) {
            voice.ends(TrainingState.STOPPED, 0, e.getMessage());
            done.completeExceptionally(e);
        } catch (Throwable e) {
            LOGGER.atError().addKeyValue("run", settings.run().id()).setCause(e).log("Training failed");
            voice.ends(TrainingState.FAILED, 0, String.valueOf(e.getMessage()));
            done.completeExceptionally(e);
        }
    }

    /** Asks the run to end after the step at hand and to keep its state; returns at once. */
    public void stop() {
        session.stop();
    }

    /** Stops, waits for that, and closes. */
    @Override
    public void close() {
        stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeAll();
    }

    private <T extends AutoCloseable> T keep(T part) {
        open.push(part);
        return part;
    }

    private void closeAll() {
        while (!open.isEmpty()) {
            AutoCloseable part = open.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOGGER.atWarn().addKeyValue("error", e.toString()).log("A part of the trainer did not close");
            }
        }
    }
}
