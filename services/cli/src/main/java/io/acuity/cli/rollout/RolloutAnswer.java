package io.acuity.cli.rollout;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.events.RolloutDecision;
import io.acuity.events.RolloutEvent;
import io.acuity.events.RolloutTrial;
import io.acuity.streaming.rollout.RolloutStatus;
import io.acuity.streaming.rollout.RolloutView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** Prints decisions, and waits for the end of a trial. */
final class RolloutAnswer {
    private static final Duration BETWEEN_NOTES = Duration.ofSeconds(10);

    private final Console console;
    private final boolean json;

    RolloutAnswer(Console console, boolean json) {
        this.console = console;
        this.json = json;
    }

    void print(RolloutEvent event) {
        if (json) {
            console.json(RolloutJson.of(new RolloutStatus(event, null, List.of())));
        } else {
            console.result(event.getDecision() + ": " + event.getReason());
        }
    }

    /** Follows a trial until it ended; prints its end, and now and then what it waits for. */
    ExitCode follow(RolloutView view, RolloutEvent started) {
        CompletableFuture<RolloutEvent> end = view.next(event -> ends(event, started));
        // It may have ended before anybody listened.
        Optional<RolloutEvent> before =
                view.find(started.getModel()).map(RolloutStatus::event).filter(event -> ends(event, started));
        RolloutEvent event = before.orElseGet(() -> await(view, started.getModel(), end));
        print(event);
        return event.getDecision() == RolloutDecision.PROMOTED ? ExitCode.OK : ExitCode.FAILED;
    }

    private RolloutEvent await(RolloutView view, String model, CompletableFuture<RolloutEvent> end) {
        while (true) {
            try {
                return RolloutSession.await(end, BETWEEN_NOTES);
            } catch (TimeoutException e) {
                view.find(model)
                        .map(RolloutStatus::trial)
                        .map(RolloutTrial::getVerdict)
                        .ifPresent(verdict -> console.note("acuity: " + verdict));
            }
        }
    }

    private static boolean ends(RolloutEvent event, RolloutEvent started) {
        return event.getModel().equals(started.getModel())
                && event.getRevision() > started.getRevision()
                && event.getDecision() != RolloutDecision.REFUSED;
    }
}
