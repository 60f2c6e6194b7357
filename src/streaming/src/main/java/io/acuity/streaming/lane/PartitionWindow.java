package io.acuity.streaming.lane;

import java.util.BitSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Which offsets of one partition are finished: all below {@link #base}, and above it those in a bitmap. The bitmap travels
 * as metadata of the committed offset, so that after a restart finished records are not worked on again.
 *
 * <p>Owned by the lane's thread.
 */
final class PartitionWindow {

    /** Most offsets between the oldest unfinished record and the newest one in work; keeps the metadata under 1 KB. */
    static final int SPAN = 4_096;

    private long base;
    private long next;
    private BitSet finished;

    /**
     * The window of a partition that was just assigned.
     *
     * @param base the committed offset
     * @param metadata what {@link #commit} once put beside it
     */
    PartitionWindow(long base, String metadata) {
        this.base = base;
        this.next = base;
        this.finished = FinishedOffsets.decode(metadata);
        advance();
    }

    /** The oldest offset that is not finished. */
    long base() {
        return base;
    }

    /**
     * The next record that Kafka delivers has this offset. Offsets skipped on the way to it (transaction markers, compacted or
     * expired records) hold no work and count as finished.
     */
    void skipTo(long offset) {
        if (offset <= next) {
            return;
        }
        if (base == next) {
            int skipped = (int) Math.min(offset - base, finished.length());
            finished = finished.get(skipped, Math.max(skipped, finished.length()));
            base = offset;
            next = offset;
            advance();
        } else if (admits(offset)) {
            finished.set(index(next), index(offset));
            next = offset;
        }
    }

    /** Whether a record fits between the oldest unfinished one and the end of the bitmap. */
    boolean admits(long offset) {
        return offset - base < SPAN;
    }

    /**
     * A record that is {@link #admits admitted} is started.
     *
     * @return false when it is finished already
     */
    boolean deliver(long offset) {
        next = Math.max(next, offset + 1);
        return offset >= base && !finished.get(index(offset));
    }

    /** The record's output is part of the transaction that comes next. */
    void finish(long offset) {
        finished.set(index(offset));
        advance();
    }

    /** What to commit: the oldest unfinished offset and the bitmap above it. */
    OffsetAndMetadata commit() {
        return new OffsetAndMetadata(base, FinishedOffsets.encode(finished));
    }

    private int index(long offset) {
        return Math.toIntExact(offset - base);
    }

    private void advance() {
        int done = finished.nextClearBit(0);
        if (done > 0) {
            finished = finished.get(done, Math.max(done, finished.length()));
            base += done;
            next = Math.max(next, base);
        }
    }
}
