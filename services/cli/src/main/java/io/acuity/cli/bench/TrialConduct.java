package io.acuity.cli.bench;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.events.AckState;
import io.acuity.events.RolloutDecision;
import io.acuity.events.RolloutEvent;
import io.acuity.events.RolloutTrial;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.rollout.RolloutDesk;
import io.acuity.streaming.rollout.RolloutView;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Conducts trials of one model through the tracker, as the command line and the gateway do: asks for a start, and from then on only
 * watches. Used by one thread.
 */
final class TrialConduct implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration BETWEEN_NOTES = Duration.ofSeconds(10);
    private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final String model;
    private final Console console;
    private final EventPublisher publisher;
    private final RolloutView view;
    private final RolloutDesk desk;

    TrialConduct(KafkaSettings kafka, String model, Console console) {
        this.model = model;
        this.console = console;
        this.publisher = EventPublisher.open(kafka);
        this.view = RolloutView.open(kafka);
        this.desk = new RolloutDesk(publisher, view, Clock.systemUTC(), ANSWER);
    }

    /**
     * A trial that runs.
     *
     * @param started the event that started it
     * @param ended completes with the event by which the tracker ends it unasked
     */
    record Running(RolloutEvent started, CompletableFuture<RolloutEvent> ended) {}

    /** Puts a candidate on trial. */
    Running start(String candidate, double share) {
        // Listened for before it is asked: the end may come fast.
        CompletableFuture<RolloutEvent> ended = view.next(this::endsATrial);
        return new Running(answer(desk.start(model, candidate, share, true, "A benchmark asked for it.")), ended);
    }

    private boolean endsATrial(RolloutEvent event) {
        return event.getModel().equals(model)
                && event.getCommandId() == null
                && (event.getDecision() == RolloutDecision.PROMOTED
                        || event.getDecision() == RolloutDecision.ROLLED_BACK);
    }

    /** Takes the candidate back, or, without one, the last promotion; returns when the worker has followed. */
    void takeBack() {
        awaitWorker(answer(desk.rollBack(model, "A benchmark asked for it.")));
    }

    /** Waits until the worker serves what an event says, or a later one. */
    void awaitWorker(RolloutEvent event) {
        long end = System.nanoTime() + ANSWER.toNanos();
        while (!isFollowed(event)) {
            if (System.nanoTime() > end) {
                throw new CommandException(
                        ExitCode.FAILED,
                        "The worker did not acknowledge revision " + event.getRevision() + " within "
                                + ANSWER.toSeconds() + " s; see its log.");
            }
            LockSupport.parkNanos(GLANCE_NANOS);
        }
    }

    private boolean isFollowed(RolloutEvent event) {
        return view.find(model)
                .filter(status -> status.acks().stream()
                        .anyMatch(ack -> ack.getState() == AckState.READY && ack.getRevision() >= event.getRevision()))
                .isPresent();
    }

    /**
     * Waits for the tracker's decision and tells now and then how the trial goes.
     *
     * @return null when none came in time
     */
    @Nullable
    RolloutEvent await(Running trial, int round, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            try {
                return trial.ended.get(BETWEEN_NOTES.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                console.note("round " + round + ": " + progress());
            } catch (ExecutionException e) {
                throw ServiceFailures.of(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandException(ExitCode.FAILED, "The benchmark was interrupted.", e);
            }
        }
        trial.ended.cancel(false);
        return null;
    }

    private String progress() {
        RolloutTrial trial = view.find(model).map(status -> status.trial()).orElse(null);
        return trial == null ? "nothing was told of the trial yet" : trial.getVerdict();
    }

    private static RolloutEvent answer(CompletableFuture<Optional<RolloutEvent>> asked) {
        RolloutEvent event = asked.join()
                .orElseThrow(() -> new CommandException(
                        ExitCode.UNAVAILABLE, "The tracker did not answer within " + ANSWER.toSeconds() + " s."));
        if (event.getDecision() == RolloutDecision.REFUSED) {
            throw new CommandException(ExitCode.FAILED, event.getReason());
        }
        return event;
    }

    @Override
    public void close() {
        view.close();
        publisher.close();
    }
}
