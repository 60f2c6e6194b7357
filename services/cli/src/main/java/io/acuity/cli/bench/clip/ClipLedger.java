package io.acuity.cli.bench.clip;

import io.acuity.events.FrameRequest;
import io.acuity.events.FrameResult;
import io.acuity.events.FrameState;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.topics.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps the books of clips, from the topics alone: what was requested, computed and told. Safe for use by several threads. */
final class ClipLedger implements AutoCloseable {
    private final Map<String, Book> books = new HashMap<>();
    private final List<EventTail<?>> tails = new ArrayList<>();
    private @Nullable String lastWorker;
    private long told;
    private long lastToldAt;
    private long longestSilence;

    ClipLedger(KafkaSettings kafka) {
        tails.add(EventTail.open(kafka, Topic.FRAMES, new TailStart.Beginning(), (key, request) -> requested(request)));
        tails.add(EventTail.open(
                kafka, Topic.FRAME_OUTCOMES, new TailStart.Beginning(), (key, outcome) -> computed(outcome)));
        tails.add(EventTail.open(kafka, Topic.FRAME_RESULTS, new TailStart.Beginning(), (key, result) -> told(result)));
    }

    private static final class Book {
        private final Set<Long> requested = new HashSet<>();
        private final Set<Long> computed = new HashSet<>();
        private long requestedTwice;
        private long computedTwice;
        private long next;
        private long missing;
        private boolean inOrder = true;
    }

    /**
     * A clip on the topics.
     *
     * @param requested frames
     * @param requestedTwice requests beyond the first of a frame
     * @param computedTwice outcomes beyond the first of a frame
     * @param told results in the order of the clip
     * @param missing of them gaps and failures
     * @param inOrder whether each index was told once, from 0 upwards
     */
    record Entry(long requested, long requestedTwice, long computedTwice, long told, long missing, boolean inOrder) {}

    private synchronized void requested(@Nullable FrameRequest request) {
        if (request != null && !request.getEnd()) {
            Book book = book(request.getClipId());
            book.requestedTwice += book.requested.add(request.getIndex()) ? 0 : 1;
        }
    }

    private synchronized void computed(@Nullable FrameResult outcome) {
        if (outcome != null) {
            Book book = book(outcome.getClipId());
            book.computedTwice += book.computed.add(outcome.getIndex()) ? 0 : 1;
            lastWorker = outcome.getWorker();
        }
    }

    private synchronized void told(@Nullable FrameResult result) {
        if (result == null) {
            return;
        }
        Book book = book(result.getClipId());
        book.inOrder = book.inOrder && result.getIndex() == book.next;
        if (result.getState() != FrameState.END) {
            book.next++;
            book.missing += result.getState() == FrameState.UPSCALED ? 0 : 1;
            told++;
        }
        long now = System.nanoTime();
        longestSilence = lastToldAt == 0 ? 0 : Math.max(longestSilence, now - lastToldAt);
        lastToldAt = now;
    }

    private Book book(String clip) {
        return books.computeIfAbsent(clip, name -> new Book());
    }

    /** Results of all clips so far. */
    synchronized long told() {
        return told;
    }

    /** Who told the latest outcome, and so is at work. */
    synchronized Optional<String> lastWorker() {
        return Optional.ofNullable(lastWorker);
    }

    /** The longest time between two results, of whichever clip. */
    synchronized double longestSilenceSeconds() {
        return longestSilence / (double) TimeUnit.SECONDS.toNanos(1);
    }

    synchronized Entry entry(String clip) {
        Book book = book(clip);
        return new Entry(
                book.requested.size(), book.requestedTwice, book.computedTwice, book.next, book.missing, book.inOrder);
    }

    @Override
    public void close() {
        tails.forEach(EventTail::close);
    }
}
