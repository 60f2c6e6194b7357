package io.acuity.streaming.lane;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One record in work. Owned by the lane's thread, which alone reads and writes its fields. */
final class Work {

    private final TopicPartition partition;
    private final LanePartition lane;
    private LaneRecord record;
    private @Nullable CompletableFuture<LaneOutput> running;
    private boolean dropped;

    Work(LaneRecord record, LanePartition lane) {
        this.lane = lane;
        this.partition = new TopicPartition(record.topic(), record.partition());
        this.record = record;
    }

    TopicPartition partition() {
        return partition;
    }

    /** The assignment of the partition under which this record was started. */
    LanePartition lane() {
        return lane;
    }

    LaneRecord record() {
        return record;
    }

    boolean dropped() {
        return dropped;
    }

    void runs(CompletableFuture<LaneOutput> future) {
        running = future;
    }

    void tryAgain() {
        record = record.again();
        running = null;
    }

    /** Its result will not be published by this session. */
    void drop(LaneHandler handler) {
        dropped = true;
        if (running != null) {
            running.cancel(false);
        }
        handler.revoked(record);
    }
}
