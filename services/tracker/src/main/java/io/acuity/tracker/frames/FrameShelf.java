package io.acuity.tracker.frames;

import io.acuity.events.FrameResult;
import java.util.ArrayList;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Frames between request and their turn, in two stores: those that were requested, and outcomes among them that wait. */
final class FrameShelf {

    // A scan copies the keys it goes over; most holes are short.
    private static final int PROBES = 64;

    private final KeyValueStore<String, KnownFrame> known;
    private final KeyValueStore<String, FrameResult> outcomes;

    FrameShelf(KeyValueStore<String, KnownFrame> known, KeyValueStore<String, FrameResult> outcomes) {
        this.known = known;
        this.outcomes = outcomes;
    }

    @Nullable
    KnownFrame known(String clipId, long index) {
        return known.get(key(clipId, index));
    }

    /** What came first stays: a request that is told again starts no new wait. */
    void request(String clipId, FrameNotice notice, long now) {
        known.putIfAbsent(key(clipId, notice.index()), new KnownFrame(notice, now));
    }

    /** The first outcome stays. */
    void outcome(FrameResult outcome, long now) {
        outcomes.putIfAbsent(key(outcome.getClipId(), outcome.getIndex()), outcome);
        request(outcome.getClipId(), FrameNotice.of(outcome), now);
    }

    /** Takes a frame off; its outcome if it had one. */
    @Nullable
    FrameResult take(String clipId, long index) {
        String key = key(clipId, index);
        if (known.delete(key) == null) {
            return null;
        }
        return outcomes.get(key) == null ? null : outcomes.delete(key);
    }

    boolean isDone(String clipId, long index) {
        return outcomes.get(key(clipId, index)) != null;
    }

    /**
     * The first frame that was requested.
     *
     * @param from lowest index to look at
     * @param to one more than the highest
     */
    @Nullable
    KnownFrame first(String clipId, long from, long to) {
        long probed = Math.min(to, from + PROBES);
        for (long index = from; index < probed; index++) {
            KnownFrame frame = known(clipId, index);
            if (frame != null) {
                return frame;
            }
        }
        if (probed == to) {
            return null;
        }
        try (var rest = known.range(key(clipId, probed), key(clipId, to - 1))) {
            return rest.hasNext() ? rest.next().value : null;
        }
    }

    /** Forgets everything of a clip. */
    void clear(String clipId) {
        var keys = new ArrayList<String>();
        try (var all = known.range(key(clipId, 0), key(clipId, Long.MAX_VALUE))) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }
        keys.forEach(key -> {
            known.delete(key);
            if (outcomes.get(key) != null) {
                outcomes.delete(key);
            }
        });
    }

    // In the order of the index; the length keeps clips apart, whatever their ids contain.
    private static String key(String clipId, long index) {
        String digits = Long.toString(index);
        return clipId.length() + ":" + clipId + "/" + "0".repeat(19 - digits.length()) + digits;
    }
}
