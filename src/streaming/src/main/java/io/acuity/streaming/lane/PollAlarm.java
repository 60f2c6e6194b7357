package io.acuity.streaming.lane;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Lets a finished record end a poll early, so that the lane may poll slowly, which costs nothing, and still publish at once.
 * A ring that comes just after the poll stays pending in the consumer and ends its next blocking call with a
 * {@link WakeupException}; the session takes that as "nothing yet".
 */
final class PollAlarm {

    private final Consumer<byte[], byte[]> consumer;
    private final AtomicBoolean rung = new AtomicBoolean();
    private final AtomicBoolean asleep = new AtomicBoolean();

    PollAlarm(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Ends the poll that is going on, or makes the next one return at once; any thread. */
    void ring() {
        rung.set(true);
        if (asleep.getAndSet(false)) {
            consumer.wakeup();
        }
    }

    /** Polls until records come, the alarm rings or the time is over; the lane's thread only. */
    ConsumerRecords<byte[], byte[]> poll(Duration longest) {
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
