package io.acuity.cli.rollout;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.events.RolloutDecision;
import io.acuity.events.RolloutEvent;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.rollout.RolloutDesk;
import io.acuity.streaming.rollout.RolloutView;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one command does with the broker: it knows what stands, asks, and hears the answer. */
final class RolloutSession implements AutoCloseable {
    private static final Duration READING = Duration.ofSeconds(60);

    private final EventPublisher publisher;
    private final RolloutView view;
    private final RolloutDesk desk;
    private final Duration patience;

    private RolloutSession(EventPublisher publisher, RolloutView view, Duration patience) {
        this.publisher = publisher;
        this.view = view;
        this.desk = new RolloutDesk(publisher, view, Clock.systemUTC(), patience);
        this.patience = patience;
    }

    /** Opens a session that knows all that stands on the topics. */
    static RolloutSession open(KafkaSettings kafka, Duration patience) {
        TopicAdmin.ensure(kafka);
        EventPublisher publisher = EventPublisher.open(kafka);
        RolloutSession session;
        try {
            session = new RolloutSession(publisher, RolloutView.open(kafka), patience);
        } catch (RuntimeException e) {
            publisher.close();
            throw e;
        }
        try {
            await(session.view.caughtUp(), READING);
        } catch (TimeoutException e) {
            session.close();
            throw new CommandException(
                    ExitCode.UNAVAILABLE,
                    "The rollouts were not read within " + READING.toSeconds()
                            + " s; see whether the broker still runs.",
                    e);
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
        return session;
    }

    RolloutView view() {
        return view;
    }

    /** Asks, and returns what the tracker decided; a refusal and silence end the command. */
    RolloutEvent ask(Function<RolloutDesk, CompletableFuture<Optional<RolloutEvent>>> question) {
        Optional<RolloutEvent> answer;
        try {
            answer = await(question.apply(desk), patience.plus(READING));
        } catch (TimeoutException e) {
            throw silence(e);
        }
        RolloutEvent event = answer.orElseThrow(() -> silence(null));
        if (event.getDecision() == RolloutDecision.REFUSED) {
            throw new CommandException(ExitCode.FAILED, event.getReason());
        }
        return event;
    }

    private CommandException silence(@Nullable Throwable cause) {
        return new CommandException(
                ExitCode.UNAVAILABLE,
                "No tracker answered within " + patience.toSeconds()
                        + " s; start one with './acuity service tracker' and"
                        + " look with 'acuity rollout status' whether it then does what was asked.",
                cause);
    }

    /** Waits for a future for some time; what made it fail ends the command. */
    static <T> T await(CompletableFuture<T> future, Duration patience) throws TimeoutException {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw ServiceFailures.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.FAILED, "The command was interrupted.", e);
        }
    }

    @Override
    public void close() {
        view.close();
        publisher.close();
    }
}
