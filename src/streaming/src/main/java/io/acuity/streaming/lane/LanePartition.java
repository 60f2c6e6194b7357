package io.acuity.streaming.lane;

import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * One assigned partition: records that were fetched but not started, and, once its committed offset is known, the window of
 * finished offsets. Owned by the lane's thread.
 */
final class LanePartition {

    private final Queue<ConsumerRecord<byte[], byte[]>> backlog = new ArrayDeque<>();
    private final boolean background;
    private @Nullable PartitionWindow window;

    LanePartition(boolean background) {
        this.background = background;
    }

    /** Whether it is of the topic that comes second. */
    boolean isBackground() {
        return background;
    }

    /** Whether records have arrived that cannot start before the committed offset is known. */
    boolean awaitsWindow() {
        return window == null && !backlog.isEmpty();
    }

    /**
     * The committed offset arrived.
     *
     * @param committed null when the group never committed here; the partition then begins at its first record
     */
    void open(@Nullable OffsetAndMetadata committed) {
        window = committed == null
                ? new PartitionWindow(backlog.element().offset(), "")
                : new PartitionWindow(committed.offset(), committed.metadata());
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
        backlog.add(record);
    }

    boolean hasBacklog() {
        return !backlog.isEmpty();
    }

    /** The next record to start; null when there is none or the window is full. Skips what is finished. */
    @Nullable
    LaneRecord next() {
        for (var record = backlog.peek(); window != null && record != null; record = backlog.peek()) {
            window.skipTo(record.offset());
            if (!window.admits(record.offset())) {
                return null;
            }
            backlog.remove();
            if (window.deliver(record.offset())) {
                return LaneRecord.of(record, 1);
            }
        }
        return null;
    }

    /** Marks a record whose output joins the next transaction. */
    void finish(long offset) {
        if (window != null) {
            window.finish(offset);
        }
    }

    /** What the next transaction commits for this partition. */
    OffsetAndMetadata commit() {
        if (window == null) {
            throw new IllegalStateException("A partition without a window has nothing to commit.");
        }
        return window.commit();
    }
}
