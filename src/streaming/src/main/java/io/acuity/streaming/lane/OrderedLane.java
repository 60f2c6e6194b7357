package io.acuity.streaming.lane;

import io.acuity.streaming.BrokerProbe;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ordered, exactly-once lane of a worker. Records of a topic are handed to a {@link LaneHandler}; the output of each
 * finished record is published in one transaction with the fact that it is finished, at once, also when older records of the
 * partition are still in work. Readers with {@code read_committed} see each output once, whatever crashes in between.
 *
 * <p>One thread, {@code acuity-lane-<slot>}, owns both Kafka clients. When they fail, everything in work is dropped and the
 * lane starts anew, with growing pauses; {@link #state} tells.
 */
public final class OrderedLane implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(OrderedLane.class);
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final int LONGEST_PAUSE_DOUBLINGS = 5;

    private final LaneSettings settings;
    private final LaneHandler handler;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile LaneState state = new LaneState.Starting();
    private volatile boolean vanish;

    private OrderedLane(LaneSettings settings, LaneHandler handler) {
        this.settings = settings;
        this.handler = handler;
        this.thread = new Thread(this::run, "acuity-lane-" + settings.slot());
    }

    /**
     * Starts a lane.
     *
     * @param settings how it runs
     * @param handler works on the records
     * @return to be closed by the caller
     * @throws io.acuity.streaming.BrokerUnreachableException when no broker answers within about ten seconds
     */
    public static OrderedLane start(LaneSettings settings, LaneHandler handler) {
        BrokerProbe.requireReachable(settings.kafka());
        var lane = new OrderedLane(settings, handler);
        lane.thread.start();
        return lane;
    }

    /**
     * How the lane is doing.
     *
     * @return a snapshot
     */
    public LaneState state() {
        return state;
    }

    /** Starts nothing more, waits as long as the settings say for records in work, publishes them, and leaves the group. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends as a killed process would. For tests. */
    void vanish() {
        vanish = true;
        close();
    }

    private boolean open() {
        return closing.getCount() > 0;
    }

    // The thread's root. Crash-only: whatever happened to the clients, new ones are the cure.
    private void run() {
        int failures = 0;
        while (open()) {
            long begin = System.nanoTime();
            try {
                session();
            } catch (RuntimeException e) {
                boolean lastedAWhile = System.nanoTime() - begin > TimeUnit.MINUTES.toNanos(1);
                failures = lastedAWhile ? 1 : failures + 1;
                recover(failures, e);
            } catch (Error e) {
                state = new LaneState.Recovering(failures + 1, e);
                LOGGER.atError()
                        .addKeyValue("slot", settings.slot())
                        .setCause(e)
                        .log("The lane's thread died");
                throw e;
            }
        }
        state = new LaneState.Stopped();
    }

    private void recover(int failures, RuntimeException cause) {
        state = new LaneState.Recovering(failures, cause);
        long pause = FIRST_PAUSE_MILLIS << Math.min(failures - 1, LONGEST_PAUSE_DOUBLINGS);
        LOGGER.atWarn()
                .addKeyValue("slot", settings.slot())
                .addKeyValue("failures", failures)
                .addKeyValue("pauseMillis", pause)
                .addKeyValue("error", cause.toString())
                .setCause(LOGGER.isDebugEnabled() ? cause : null)
                .log("The lane lost its clients and starts anew");
        try {
            if (closing.await(pause, TimeUnit.MILLISECONDS)) {
                LOGGER.atDebug().log("Closed while recovering");
            }
        } catch (InterruptedException e) {
            // An interrupt asks the lane to end.
            closing.countDown();
        }
    }

    private void session() {
        Consumer<byte[], byte[]> consumer = LaneClients.consumer(settings);
        LaneSession session;
        try {
            session = new LaneSession(settings, handler, consumer, LaneClients.producer(settings));
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
        try {
            session.open();
            while (open()) {
                turn(session);
            }
            drain(session);
        } finally {
            end(session);
        }
    }

    private void turn(LaneSession session) {
        session.turn();
        state = new LaneState.Running(session.partitions(), session.inFlight(), session.lag());
    }

    private void drain(LaneSession session) {
        Duration patience = vanish ? Duration.ZERO : settings.drain();
        long end = System.nanoTime() + patience.toNanos();
        session.stopAdmitting();
        while (session.inFlight() > 0 && System.nanoTime() < end) {
            turn(session);
        }
    }

    private void end(LaneSession session) {
        if (vanish) {
            session.vanish();
        } else {
            session.close();
        }
    }
}
