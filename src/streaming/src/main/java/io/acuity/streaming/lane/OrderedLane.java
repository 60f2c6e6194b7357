package io.acuity.streaming.lane;

import io.acuity.streaming.BrokerProbe;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * The ordered, exactly-once lane of a worker. Records of a topic are handed to a {@link LaneHandler}; the output of each
 * finished record is published in one transaction with the fact that it is finished, at once, also when older records of the
 * partition are still in work. Readers with {@code read_committed} see each output once, whatever crashes in between.
 *
 * <p>One thread, {@code acuity-lane-<slot>}, owns both Kafka clients. When they fail, everything in work is dropped and the
 * lane starts anew, with growing pauses; {@link #state} tells.
 */
public final class OrderedLane implements Lane {

    private final LaneSettings settings;
    private final LaneHandler handler;
    private final LaneThread thread;
    private volatile boolean vanish;

    private OrderedLane(LaneSettings settings, LaneHandler handler) {
        this.settings = settings;
        this.handler = handler;
        this.thread = new LaneThread(settings.slot(), this::session);
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

    @Override
    public LaneState state() {
        return thread.state();
    }

    @Override
    public void close() {
        thread.close();
    }

    /** Ends as a killed process would. For tests. */
    void vanish() {
        vanish = true;
        close();
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
            while (thread.isOpen()) {
                turn(session);
            }
            drain(session);
        } finally {
            end(session);
        }
    }

    private void turn(LaneSession session) {
        session.turn();
        thread.is(new LaneState.Running(session.partitions(), session.inFlight(), session.lags()));
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
