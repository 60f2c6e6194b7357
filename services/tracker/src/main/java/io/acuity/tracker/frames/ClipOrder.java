package io.acuity.tracker.frames;

import io.acuity.events.FrameResult;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the frames of clips in their order, each index once. Owned by one stream thread; everything it must remember is in its
 * stores. Times are milliseconds by the tracker's clock.
 */
final class ClipOrder {

    private static final Logger LOGGER = LoggerFactory.getLogger(ClipOrder.class);

    // A clip of which most is missing is told in parts, so that transactions stay short.
    private static final int MOST_GAPS_AT_ONCE = 10_000;

    private final KeyValueStore<String, ClipProgress> clips;
    private final FrameShelf shelf;
    private final FrameOrderSettings settings;
    private final Markers markers;
    private final Consumer<FrameResult> out;
    private final Set<String> waiting = new HashSet<>();

    ClipOrder(
            KeyValueStore<String, ClipProgress> clips,
            FrameShelf shelf,
            FrameOrderSettings settings,
            Consumer<FrameResult> out) {
        this.clips = clips;
        this.shelf = shelf;
        this.settings = settings;
        this.markers = new Markers(settings.gapAfter());
        this.out = out;
        try (var all = clips.all()) {
            all.forEachRemaining(entry -> watch(entry.key, entry.value));
        }
    }

    /** Whether time alone may change anything soon. */
    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** A frame or the end was asked for. */
    void requested(String clipId, FrameNotice notice, long now) {
        ClipProgress progress = find(clipId, now);
        if (progress.isAbsurd(notice.index())) {
            warn(clipId, notice.index(), "Skipped a request whose index is negative or absurdly far ahead");
        } else if (notice.end()) {
            ended(clipId, progress, notice, now);
        } else if (progress.isOpen(notice.index())) {
            shelf.request(clipId, notice, now);
            settle(clipId, progress.heard(notice.index(), now), now);
        } else if (progress.finished() && notice.index() == 0) {
            warn(clipId, 0, "Skipped requests of a clip that has ended; use a new clip id");
        }
    }

    private void ended(String clipId, ClipProgress progress, FrameNotice notice, long now) {
        // The first end counts; the same one may well be told again.
        if (!progress.finished() && progress.end() == null) {
            settle(clipId, progress.endingWith(new ClipEnd(notice.index(), notice.segment(), now)), now);
        }
    }

    /** A worker is done with a frame. */
    void done(FrameResult outcome, long now) {
        String clipId = outcome.getClipId();
        long index = outcome.getIndex();
        ClipProgress progress = find(clipId, now);
        if (progress.isAbsurd(index)) {
            // What was told already is no news; what is far ahead was no frame.
            if (index < 0 || index > progress.next()) {
                warn(clipId, index, "Skipped an outcome whose index is negative or absurdly far ahead");
            }
        } else if (progress.isOpen(index)) {
            if (index == progress.next()) {
                shelf.take(clipId, index);
                out.accept(outcome);
                settle(clipId, progress.heard(index, now).at(index + 1), now);
            } else {
                shelf.outcome(outcome, now);
                settle(clipId, progress.heard(index, now), now);
            }
        }
    }

    /**
     * Tells gaps that are due.
     *
     * @param watchedSince since when everything that was told would have been read
     */
    void tellGaps(long now, long watchedSince) {
        long before = now - settings.gapAfter().toMillis();
        if (watchedSince > before) {
            return;
        }
        for (String clipId : List.copyOf(waiting)) {
            tellGaps(clipId, now, before);
        }
    }

    private void tellGaps(String clipId, long now, long before) {
        ClipProgress progress = find(clipId, now);
        long most = progress.next() + MOST_GAPS_AT_ONCE;
        FrameResult gap = progress.next() < most ? due(clipId, progress, now, before) : null;
        if (gap == null) {
            return;
        }
        LOGGER.atInfo()
                .addKeyValue("clipId", clipId)
                .addKeyValue("index", gap.getIndex())
                .addKeyValue("reason", gap.getFailure())
                .log("A frame is missing; there may be more of this clip");
        while (gap != null) {
            shelf.take(clipId, gap.getIndex());
            out.accept(gap);
            progress = settle(clipId, progress.at(gap.getIndex() + 1), now);
            gap = progress.next() < most ? due(clipId, progress, now, before) : null;
        }
    }

    private @Nullable FrameResult due(String clipId, ClipProgress progress, long now, long before) {
        KnownFrame frame = shelf.known(clipId, progress.next());
        if (frame == null) {
            return progress.isWaiting() ? unrequested(clipId, progress, now, before) : null;
        }
        Long deadline = frame.notice().deadline();
        return deadline != null && Math.max(deadline, frame.seenAt()) <= before
                ? markers.late(clipId, frame, deadline, now)
                : null;
    }

    private @Nullable FrameResult unrequested(String clipId, ClipProgress progress, long now, long before) {
        long next = progress.next();
        ClipEnd end = progress.end();
        KnownFrame later = shelf.first(clipId, next + 1, progress.known());
        if (later != null && (end == null || later.notice().index() < end.frames())) {
            long index = later.notice().index();
            return later.seenAt() <= before ? markers.neverRequested(clipId, next, index, now) : null;
        }
        return end != null && end.seenAt() <= before ? markers.neverRequested(clipId, next, end, now) : null;
    }

    /**
     * Forgets clips of which nothing was heard for long.
     *
     * @param watchedSince as for gaps: what was told while nobody read is not silence
     */
    void forget(long now, long watchedSince) {
        var old = new HashSet<String>();
        try (var all = clips.all()) {
            all.forEachRemaining(entry -> {
                long kept = (entry.value.isWaiting() ? settings.unfinished() : settings.idle()).toMillis();
                if (Math.max(entry.value.heardAt(), watchedSince) + kept < now) {
                    old.add(entry.key);
                }
            });
        }
        for (String clipId : old) {
            clips.delete(clipId);
            shelf.clear(clipId);
            if (waiting.remove(clipId)) {
                LOGGER.atWarn().addKeyValue("clipId", clipId).log("Gave up a clip whose frames never came");
            }
        }
    }

    // Tells what has its turn now, and remembers.
    private ClipProgress settle(String clipId, ClipProgress from, long now) {
        ClipProgress progress = from;
        while (progress.isOpen(progress.next()) && shelf.isDone(clipId, progress.next())) {
            FrameResult outcome = shelf.take(clipId, progress.next());
            if (outcome != null) {
                out.accept(outcome);
            }
            progress = progress.at(progress.next() + 1);
        }
        ClipEnd end = progress.end();
        if (end != null && progress.isAtEnd()) {
            out.accept(markers.end(clipId, progress.next(), end, now));
            shelf.clear(clipId);
            progress = progress.finish();
        }
        clips.put(clipId, progress);
        watch(clipId, progress);
        return progress;
    }

    private void watch(String clipId, ClipProgress progress) {
        if (progress.isWaiting()) {
            waiting.add(clipId);
        } else {
            waiting.remove(clipId);
        }
    }

    private ClipProgress find(String clipId, long now) {
        ClipProgress known = clips.get(clipId);
        return known == null ? ClipProgress.fresh(now) : known;
    }

    private static void warn(String clipId, long index, String message) {
        LOGGER.atWarn()
                .addKeyValue("clipId", clipId)
                .addKeyValue("index", index)
                .log(message);
    }
}
