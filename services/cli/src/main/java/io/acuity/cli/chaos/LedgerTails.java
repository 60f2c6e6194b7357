package io.acuity.cli.chaos;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.events.DeadLetter;
import io.acuity.events.Failure;
import io.acuity.events.JobEvent;
import io.acuity.events.JobState;
import io.acuity.events.JobView;
import io.acuity.events.UpscaleResult;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.topics.Topic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes into a {@link Ledger} what the topics tell, as any reader of committed records would know it. */
final class LedgerTails implements AutoCloseable {
    private final Ledger ledger;
    private final List<EventTail<?>> tails = new ArrayList<>();

    LedgerTails(KafkaSettings kafka, Ledger ledger) {
        this.ledger = ledger;
        // What was before is in others' books.
        TailStart start = new TailStart.End();
        tails.add(EventTail.open(kafka, Topic.RESULTS, start, (key, result) -> ended(result)));
        tails.add(EventTail.open(kafka, Topic.JOB_EVENTS, start, (key, event) -> told(event)));
        tails.add(EventTail.open(kafka, Topic.JOBS, start, (key, view) -> viewed(view)));
        tails.add(EventTail.open(kafka, Topic.DEAD_LETTERS, start, (key, letter) -> died(letter)));
    }

    /**
     * Whether the ledger has all there was.
     *
     * @throws CommandException when a topic is followed no more
     */
    void requireWhole() {
        if (tails.stream().anyMatch(tail -> tail.ended().isDone())) {
            throw new CommandException(
                    ExitCode.FAILED, "The ledger lost a topic on the way, its log says why; nothing is proved.");
        }
    }

    private void ended(@Nullable UpscaleResult result) {
        if (result != null) {
            Failure failure = result.getFailure();
            ledger.ended(
                    result.getJobId(),
                    result.getWorker(),
                    result.getOutcome(),
                    failure == null ? null : failure.getCode());
        }
    }

    private void told(@Nullable JobEvent event) {
        // With tiles it is progress, not a beginning.
        if (event != null
                && event.getState() == JobState.STARTED
                && event.getTilesTotal() == 0
                && event.getWorker() != null) {
            ledger.started(event.getJobId(), event.getWorker(), event.getAt());
        }
    }

    private void viewed(@Nullable JobView view) {
        if (view != null) {
            ledger.viewed(view.getJobId(), view.getState());
        }
    }

    private void died(@Nullable DeadLetter letter) {
        if (letter != null) {
            ledger.letter(letter.getCode());
        }
    }

    @Override
    public void close() {
        tails.forEach(EventTail::close);
    }
}
