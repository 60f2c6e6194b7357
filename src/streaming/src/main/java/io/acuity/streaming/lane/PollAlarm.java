package io.acuity.streaming.lane;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Lets a finished record end a poll early, so that the lane may poll slowly, which costs nothing, and still publish at once.
 * A ring that comes just after the poll stays pending in the consumer and ends its next blocking call with a
 * {@link WakeupException}; the session takes that as "nothing yet".
 */
final class PollAlarm {

    /** How late a record of another partition may be seen while one is paused. */
    private static final long REST_NANOS = Duration.ofMillis(20).toNanos();

    private final Consumer<byte[], byte[]> consumer;
    private final AtomicBoolean rung = new AtomicBoolean();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private volatile @Nullable Thread resting;

    PollAlarm(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Ends the poll that is going on, or makes the next one return at once; any thread. */
    void ring() {
        rung.set(true);
        LockSupport.unpark(resting);
        if (asleep.getAndSet(false)) {
            consumer.wakeup();
        }
    }

    /** Polls until records come, the alarm rings or the time is over; the lane's thread only. */
    ConsumerRecords<byte[], byte[]> poll(Duration longest) {
        return consumer.paused().isEmpty() ? pollAsleep(longest) : pollAndRest();
    }

    /**
     * While a partition is paused. With records of it in its buffer, the client of Kafka 4.3 does not wait inside a poll but turns round
     * and round, and takes a whole processor from the network; so the waiting is done here.
     */
    private ConsumerRecords<byte[], byte[]> pollAndRest() {
        boolean expected = rung.getAndSet(false);
        ConsumerRecords<byte[], byte[]> records = lookNow();
        if (records.isEmpty() && !expected) {
            resting = Thread.currentThread();
            // A ring before the line above is seen here, one after it ends the rest.
            if (!rung.get()) {
                LockSupport.parkNanos(this, REST_NANOS);
            }
            resting = null;
        }
        return records;
    }

    private ConsumerRecords<byte[], byte[]> lookNow() {
        try {
            return consumer.poll(Duration.ZERO);
        } catch (WakeupException e) {
            return whatIsThere();
        }
    }

    private ConsumerRecords<byte[], byte[]> pollAsleep(Duration longest) {
        // First asleep, then rung: a ring in between sees the one, or is seen as the other.
        asleep.set(true);
        try {
            return consumer.poll(rung.getAndSet(false) ? Duration.ZERO : longest);
        } catch (WakeupException e) {
            return whatIsThere();
        } finally {
            asleep.set(false);
        }
    }

    // Without this, records that finish faster than a poll takes would keep the lane from ever fetching.
    private ConsumerRecords<byte[], byte[]> whatIsThere() {
        try {
            return consumer.poll(Duration.ZERO);
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        }
    }
}
