package io.acuity.streaming.rollout;

import io.acuity.events.RolloutAction;
import io.acuity.events.RolloutCommand;
import io.acuity.events.RolloutEvent;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.topics.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks the tracker for something and waits for its answer, which is the rollout event that names the command. Every method
 * returns a future that completes with the answer, or with nothing when none came in time, because no tracker runs or it is
 * behind: then the command still lies on its topic and may be decided later. It fails with
 * {@link io.acuity.streaming.BrokerUnreachableException} when the command could not be published. Safe for any thread.
 */
public final class RolloutDesk {

    private final EventPublisher publisher;
    private final RolloutView view;
    private final Clock clock;
    private final Duration patience;

    /**
     * A desk.
     *
     * @param publisher takes the commands
     * @param view sees the answers; must not be closed before
     * @param clock when something was asked, for people
     * @param patience how long to wait for an answer
     */
    public RolloutDesk(EventPublisher publisher, RolloutView view, Clock clock, Duration patience) {
        this.publisher = publisher;
        this.view = view;
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * Puts a candidate on trial.
     *
     * @param model its name
     * @param checkpoint the candidate
     * @param share of the jobs, above 0 to 1
     * @param automatic whether it is promoted without being asked
     * @param reason for people
     * @return the answer
     */
    public CompletableFuture<Optional<RolloutEvent>> start(
            String model, @Nullable String checkpoint, double share, boolean automatic, @Nullable String reason) {
        return ask(command(model, RolloutAction.START, reason)
                .setCheckpoint(checkpoint)
                .setShare(share)
                .setAutomatic(automatic));
    }

    /**
     * Makes a checkpoint stable.
     *
     * @param model its name
     * @param checkpoint the candidate on trial when null
     * @param reason for people
     * @return the answer
     */
    public CompletableFuture<Optional<RolloutEvent>> promote(
            String model, @Nullable String checkpoint, @Nullable String reason) {
        return ask(command(model, RolloutAction.PROMOTE, reason).setCheckpoint(checkpoint));
    }

    /**
     * Takes the candidate back, or, when none is on trial, returns to what was stable before.
     *
     * @param model its name
     * @param reason for people
     * @return the answer
     */
    public CompletableFuture<Optional<RolloutEvent>> rollBack(String model, @Nullable String reason) {
        return ask(command(model, RolloutAction.ROLLBACK, reason));
    }

    private RolloutCommand.Builder command(String model, RolloutAction action, @Nullable String reason) {
        return RolloutCommand.newBuilder()
                .setCommandId(UUID.randomUUID().toString())
                .setModel(model)
                .setAction(action)
                .setReason(reason)
                .setAt(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private CompletableFuture<Optional<RolloutEvent>> ask(RolloutCommand.Builder draft) {
        RolloutCommand command = draft.build();
        // Listened for before it is asked: the answer may be faster than the broker's acknowledgement.
        CompletableFuture<RolloutEvent> answer =
                view.next(event -> command.getCommandId().equals(event.getCommandId()));
        return publisher
                .publish(Topic.ROLLOUT_COMMANDS, command.getModel(), command)
                .whenComplete((stored, failure) -> {
                    if (failure != null) {
                        answer.cancel(false);
                    }
                })
                .thenCompose(stored -> answer.thenApply(Optional::of)
                        .completeOnTimeout(Optional.empty(), patience.toMillis(), TimeUnit.MILLISECONDS))
                .whenComplete((answered, failure) -> answer.cancel(false));
    }
}
