package io.acuity.streaming.lane;

import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.trace.Traces;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records in work: starts them, tries them again, gives them up, and hands out what is finished. Owned by one thread;
 * other threads only add to the queue of completions.
 *
 * @param <O> what a lane remembers of where a record came from
 */
final class Workbench<O> {

    /** Kafka refuses records above 1 MiB by default; one that is refused would stop its partition for good. */
    static final int LARGEST_EVENT = 1_000_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(Workbench.class);

    private final LaneHandler handler;
    private final RetryPolicy retry;
    private final LaneTrace trace;
    private final Runnable finishedOne;
    private final Set<Work<O>> inFlight = new LinkedHashSet<>();
    private final PriorityQueue<Waiting<O>> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::due));
    private final ConcurrentLinkedQueue<Completion<O>> completions = new ConcurrentLinkedQueue<>();

    /**
     * Creates an empty bench.
     *
     * @param finishedOne told, on whatever thread a record finishes, that {@link #takeFinished} has something
     */
    Workbench(LaneHandler handler, LaneSettings settings, Runnable finishedOne) {
        this.handler = handler;
        this.retry = settings.retry();
        this.trace = LaneTrace.of(settings);
        this.finishedOne = finishedOne;
    }

    /** A finished record and what it leaves behind. */
    record Finished<O>(Work<O> work, LaneOutput output) {}

    private record Completion<O>(
            Work<O> work,
            @Nullable LaneOutput output,
            @Nullable Throwable failure) {}

    private record Waiting<O>(Work<O> work, long due) {}

    int inFlight() {
        return inFlight.size();
    }

    /** Where the records in work came from, oldest first. */
    List<O> origins() {
        return inFlight.stream().map(Work::origin).toList();
    }

    boolean hasRoom(boolean background) {
        return background ? handler.hasBackgroundRoom() : handler.hasRoom();
    }

    void start(LaneRecord record, O origin) {
        var work = new Work<>(record, origin, trace);
        inFlight.add(work);
        run(work);
    }

    /** What a record leaves that shall not be worked on. */
    Finished<O> refuse(LaneRecord record, O origin, Throwable failure) {
        var work = new Work<>(record, origin, trace);
        return new Finished<>(work, giveUp(work, failure));
    }

    private void run(Work<O> work) {
        CompletableFuture<LaneOutput> future;
        try {
            future = handler.handle(work.record());
        } catch (RuntimeException e) {
            future = CompletableFuture.failedFuture(e);
        }
        work.runs(future);
        var unused = future.whenComplete((output, failure) -> {
            completions.add(new Completion<>(work, output, failure));
            finishedOne.run();
        });
    }

    /** Starts again what has waited long enough. */
    void retryDue(long now) {
        for (var first = waiting.peek(); first != null && first.due() - now <= 0; first = waiting.peek()) {
            waiting.remove();
            if (!first.work().dropped()) {
                first.work().tryAgain();
                run(first.work());
            }
        }
    }

    /** Takes what finished since the last call; everything returned has left the bench. */
    List<Finished<O>> takeFinished(long now) {
        var finished = new ArrayList<Finished<O>>();
        for (var done = completions.poll(); done != null; done = completions.poll()) {
            LaneOutput output = done.work().dropped() ? null : outcome(done, now);
            if (output != null) {
                inFlight.remove(done.work());
                finished.add(new Finished<>(done.work(), output));
            }
        }
        return finished;
    }

    private @Nullable LaneOutput outcome(Completion<O> done, long now) {
        Work<O> work = done.work();
        LaneOutput output = done.output();
        if (output != null) {
            return fits(output) ? output : giveUp(work, new OversizedEventException(LARGEST_EVENT));
        }
        Throwable failure = cause(done.failure());
        if (!(failure instanceof CancellationException)
                && retry.retries(work.record().attempt(), failure)) {
            Traces.note(LOGGER.atInfo(), work.record().context())
                    .addKeyValue("record", work.record())
                    .addKeyValue("error", failure.toString())
                    .log("Record failed and will be tried again");
            trace.failed(work.record(), failure);
            work.end();
            long pause = retry.pauseAfter(work.record().attempt()).toNanos();
            waiting.add(new Waiting<>(work, now + pause));
            return null;
        }
        return giveUp(work, failure);
    }

    private LaneOutput giveUp(Work<O> work, Throwable failure) {
        Traces.note(LOGGER.atWarn(), work.record().context())
                .addKeyValue("record", work.record())
                .addKeyValue("error", failure.toString())
                .log("Record cannot be worked on");
        trace.failed(work.record(), failure);
        try {
            LaneOutput output = handler.giveUp(work.record(), failure);
            if (fits(output)) {
                return output;
            }
            failure.addSuppressed(new OversizedEventException(LARGEST_EVENT));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
        // The handler failed at failing. The record must still end visibly and must not stop its partition.
        LOGGER.atError().addKeyValue("record", work.record()).setCause(failure).log("Giving a record up failed");
        return LaneOutput.of(DeadLetters.lastResort(work.record(), failure));
    }

    private static boolean fits(LaneOutput output) {
        return output.events().stream().mapToLong(Workbench::size).allMatch(size -> size <= LARGEST_EVENT);
    }

    private static long size(OutgoingEvent event) {
        byte[] key = event.key();
        byte[] value = event.value();
        return (value == null ? 0L : value.length) + (key == null ? 0L : key.length);
    }

    private static Throwable cause(@Nullable Throwable failure) {
        if (failure == null) {
            return new IllegalStateException(
                    "The handler completed a record with null; return an empty LaneOutput instead.");
        }
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    /** Cancels the records of partitions that left. */
    void drop(Collection<TopicPartition> partitions) {
        for (var works = inFlight.iterator(); works.hasNext(); ) {
            Work<O> work = works.next();
            if (partitions.contains(work.partition())) {
                works.remove();
                work.drop(handler);
            }
        }
    }

    /** Cancels all records. */
    void dropAll() {
        inFlight.forEach(work -> work.drop(handler));
        inFlight.clear();
        waiting.clear();
    }
}
