package io.acuity.streaming.lane;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One record in work. Owned by the thread of its bench, which alone reads and writes its fields.
 *
 * @param <O> where the record came from, in whatever way its lane remembers it
 */
final class Work<O> {

    private final TopicPartition partition;
    private final O origin;
    private final LaneTrace trace;
    private LaneRecord untraced;
    private LaneRecord record;
    private @Nullable CompletableFuture<LaneOutput> running;
    private boolean dropped;

    Work(LaneRecord record, O origin, LaneTrace trace) {
        this.origin = origin;
        this.partition = new TopicPartition(record.topic(), record.partition());
        this.trace = trace;
        this.untraced = record;
        this.record = trace.begin(record);
    }

    TopicPartition partition() {
        return partition;
    }

    /** In the ordered lane, the assignment of the partition under which this record was started. */
    O origin() {
        return origin;
    }

    /** Within the span of the attempt that runs or ran last. */
    LaneRecord record() {
        return record;
    }

    /** What it leaves was published. */
    void end() {
        trace.end(record);
    }

    boolean dropped() {
        return dropped;
    }

    void runs(CompletableFuture<LaneOutput> future) {
        running = future;
    }

    void tryAgain() {
        untraced = untraced.again();
        record = trace.begin(untraced);
        running = null;
    }

    /** Its result will not be published by this session. */
    void drop(LaneHandler handler) {
        dropped = true;
        if (running != null) {
            running.cancel(false);
        }
        handler.revoked(record);
        trace.dropped(record);
    }
}
