package io.acuity.streaming.lane;

import io.acuity.streaming.lane.Workbench.Finished;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One hand of an elastic lane: a member of the share group that holds at most one record. It keeps the record's lock until the record is
 * done, publishes what it leaves, and only then acknowledges it. Kafka's client hands out nothing new while it holds a record, which is
 * why a lane has several hands.
 *
 * <p>Owned by its own thread, which alone uses the consumer and the bench.
 */
final class ElasticHand implements Runnable {

    private static final Logger LOGGER = LoggerFactory.getLogger(ElasticHand.class);

    /** How late a stop, or a record that is due again, may be noticed. */
    private static final Duration POLL = Duration.ofMillis(250);

    private static final Duration NO_ROOM = Duration.ofMillis(20);
    private static final Duration TAKE_BACK = Duration.ofMillis(50);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final ElasticSession session;
    private final ShareConsumer<byte[], byte[]> consumer;
    private final HandReach reach;
    private final Workbench<ConsumerRecord<byte[], byte[]>> bench;
    private final AtomicBoolean rung = new AtomicBoolean();
    private final Thread thread;
    private RecordLock lock = new RecordLock(0, 0);
    private volatile boolean reaching;
    private volatile int holding;
    private volatile boolean joined;

    ElasticHand(ElasticSession session, ShareConsumer<byte[], byte[]> consumer, String name, HandReach reach) {
        this.session = session;
        this.reach = reach;
        this.consumer = consumer;
        this.bench = new Workbench<>(session.handler(), session.settings(), this::ring);
        this.thread = new Thread(this, name);
    }

    void start() {
        thread.start();
    }

    /** Waits until it has left the group. */
    void join() throws InterruptedException {
        thread.join();
    }

    /** How many records it holds; any thread. */
    int holding() {
        return holding;
    }

    /** Whether it is a member of the group; any thread. */
    boolean joined() {
        return joined;
    }

    // A record finished; any thread.
    private void ring() {
        rung.set(true);
        LockSupport.unpark(thread);
    }

    private void rest(long nanos) {
        // A ring before this line is seen here, one after it ends the rest.
        if (!rung.getAndSet(false)) {
            LockSupport.parkNanos(this, nanos);
        }
    }

    // The thread's root.
    @Override
    public void run() {
        try {
            work();
        } catch (RuntimeException | Error e) {
            session.failed(e);
        } finally {
            letGo();
        }
    }

    private void work() {
        consumer.setAcknowledgementCommitCallback((offsets, failure) -> {
            if (failure != null) {
                LOGGER.atInfo()
                        .addKeyValue("records", offsets.keySet())
                        .addKeyValue("error", failure.toString())
                        .log("The broker did not take an acknowledgement; the record may be handed out once more");
            }
        });
        consumer.subscribe(reach.topics());
        while (session.goesOn(holding > 0)) {
            if (holding > 0) {
                attend();
            } else {
                reach();
            }
            holding = bench.inFlight();
        }
    }

    /**
     * Tries to get a record. Once begun, it goes on until it has one: a poll that ends empty leaves a fetch with the broker, whose record
     * would lie unseen in the client, its lock running.
     */
    private void reach() {
        if (!reaching && !begin()) {
            return;
        }
        long begun = System.nanoTime();
        // What was acknowledged since the last poll goes along.
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        joined = joined || ElasticClients.hasJoined(consumer);
        if (records.isEmpty()) {
            return;
        }
        end();
        locked(begun);
        records.forEach(this::take);
    }

    private boolean begin() {
        if (!bench.hasRoom(reach.background())) {
            consumer.commitAsync();
            rest(NO_ROOM.toNanos());
            return false;
        }
        reaching = true;
        session.reaches(1);
        return true;
    }

    private void end() {
        if (reaching) {
            reaching = false;
            session.reaches(-1);
        }
    }

    private void locked(long begun) {
        lock = RecordLock.since(
                begun,
                consumer.acquisitionLockTimeoutMs()
                        .map(Duration::ofMillis)
                        .orElse(session.settings().lock()));
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        int deliveries = record.deliveryCount().orElse((short) 1);
        if (!session.goesOn(false)) {
            consumer.acknowledge(record, AcknowledgeType.RELEASE);
        } else if (deliveries > ElasticGroup.MOST_DELIVERIES) {
            session.publish(bench.refuse(
                    LaneRecord.of(record, deliveries), record, new TooManyDeliveriesException(deliveries)));
            consumer.acknowledge(record, AcknowledgeType.REJECT);
        } else {
            bench.start(LaneRecord.of(record, 1), record);
        }
    }

    /** Looks after the record in hand. */
    private void attend() {
        rest(Math.min(POLL.toNanos(), lock.untilDue(System.nanoTime())));
        long now = System.nanoTime();
        if (lock.isOver(now)) {
            bench.origins().forEach(record -> consumer.acknowledge(record, AcknowledgeType.RELEASE));
            lose("its lock ran out while this process stood still");
            return;
        }
        for (Finished<ConsumerRecord<byte[], byte[]>> finished : bench.takeFinished(now)) {
            session.publish(finished);
            consumer.acknowledge(finished.work().origin(), AcknowledgeType.ACCEPT);
        }
        bench.retryDue(now);
        if (bench.inFlight() > 0 && lock.isDue(now)) {
            renew();
        }
    }

    private void renew() {
        long begun = System.nanoTime();
        bench.origins().forEach(record -> consumer.acknowledge(record, AcknowledgeType.RENEW));
        Map<TopicIdPartition, Optional<KafkaException>> answers =
                consumer.commitSync(session.settings().lock().dividedBy(2));
        Optional<KafkaException> refused =
                answers.values().stream().flatMap(Optional::stream).findFirst();
        if (refused.isPresent()) {
            lose(refused.get().toString());
        } else {
            locked(begun);
            takeBack();
        }
    }

    // The client hands a renewed record out once more; until then it cannot be acknowledged.
    private void takeBack() {
        while (consumer.poll(TAKE_BACK).isEmpty()) {
            if (lock.isOver(System.nanoTime())) {
                throw new KafkaException("The client did not hand a renewed record back; report this as a bug.");
            }
        }
    }

    private void lose(String why) {
        LOGGER.atWarn()
                .addKeyValue("records", bench.origins().size())
                .addKeyValue("error", why)
                .log("A record was lost to another worker");
        bench.dropAll();
    }

    // What was acknowledged goes along with the close.
    private void letGo() {
        end();
        try {
            if (bench.inFlight() > 0) {
                // While another hand of this lane still reaches, the record would come right back to it.
                session.awaitNoneReaches(POLL.multipliedBy(2));
            }
            bench.origins().forEach(record -> consumer.acknowledge(record, AcknowledgeType.RELEASE));
        } catch (RuntimeException e) {
            // The broker gives it to somebody else all the same, when the session ends.
            LOGGER.atDebug().addKeyValue("error", e.toString()).log("A record was not released");
        }
        bench.dropAll();
        holding = 0;
        try {
            consumer.close(CLOSE);
        } catch (RuntimeException e) {
            LOGGER.atWarn()
                    .addKeyValue("error", e.toString())
                    .log("A hand of the lane did not leave its group cleanly");
        }
    }
}
