package io.acuity.trainer.progress;

import io.acuity.events.CheckpointEvent;
import io.acuity.events.TrainingProgress;
import io.acuity.events.TrainingState;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.topics.Topic;
import io.acuity.trainer.TrainerSettings;
import io.acuity.training.loop.TrainingListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells on {@code acuity.training} how a run goes: what happens at once, and losses every few seconds. Used by the training thread. */
public final class ProgressVoice implements TrainingListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(ProgressVoice.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final TrainerSettings settings;
    private final EventPublisher events;
    private final Clock clock;
    private Instant told = Instant.EPOCH;
    private long toldStep;
    private double lossSum;
    private int lossCount;
    private double rate;

    /** A voice of one run; {@code events} stay the caller's. */
    public ProgressVoice(TrainerSettings settings, EventPublisher events, Clock clock) {
        this.settings = settings;
        this.events = events;
        this.clock = clock;
    }

    /** The run begins, or goes on. */
    public void begins(int step, String message) {
        told = clock.instant();
        toldStep = step;
        say(event(step == 0 ? TrainingState.STARTED : TrainingState.RESUMED, step)
                .setMessage(message));
    }

    @Override
    public void onStep(int step, float loss, double now) {
        lossSum += loss;
        lossCount++;
        rate = now;
        Instant instant = clock.instant();
        Duration since = Duration.between(told, instant);
        if (since.compareTo(INTERVAL) >= 0) {
            say(event(TrainingState.RUNNING, step)
                    .setLoss(lossSum / lossCount)
                    .setRate(rate)
                    .setStepsPerSecond((step - toldStep) * 1e9 / since.toNanos()));
            told = instant;
            toldStep = step;
            lossSum = 0;
            lossCount = 0;
        }
    }

    @Override
    public void onStepBack(int failed, int resumed) {
        toldStep = resumed;
        say(event(TrainingState.STEPPED_BACK, resumed)
                .setMessage("Step " + failed + " gave no numbers; training goes on from step " + resumed
                        + " at half the rate, with other patches."));
    }

    /** A checkpoint is out. */
    public void checkpointed(CheckpointEvent checkpoint) {
        say(event(TrainingState.CHECKPOINTED, checkpoint.getStep())
                .setMetrics(checkpoint.getMetrics())
                .setCheckpoint(checkpoint.getCheckpointId()));
    }

    /** The run is over. */
    public void ends(TrainingState how, long step, @Nullable String message) {
        say(event(how, step).setMessage(message));
    }

    private TrainingProgress.Builder event(TrainingState state, long step) {
        return TrainingProgress.newBuilder()
                .setRunId(settings.run().id())
                .setModel(settings.run().model())
                .setState(state)
                .setStep(step)
                .setSteps(settings.training().steps())
                .setAt(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    // Training must not wait for those who watch it, nor end because nobody can.
    private void say(TrainingProgress.Builder event) {
        var unused = events.publish(Topic.TRAINING, settings.run().id(), event.build())
                .whenComplete((stored, failure) -> {
                    if (failure != null) {
                        LOGGER.atWarn()
                                .addKeyValue("error", failure.toString())
                                .log("An event of training was not published");
                    }
                });
    }
}
