package io.acuity.streaming.lane;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a lane. Crash-only: whatever happened to the Kafka clients of a session, a new session is the cure, after a pause that
 * grows with each failure.
 */
final class LaneThread {

    private static final Logger LOGGER = LoggerFactory.getLogger(LaneThread.class);
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final int LONGEST_PAUSE_DOUBLINGS = 5;

    private final String slot;
    private final Runnable session;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile LaneState state = new LaneState.Starting();

    /**
     * A thread that was not started.
     *
     * @param session runs while {@link #isOpen}, then returns; what it throws ends it and begins the next one
     */
    LaneThread(String slot, Runnable session) {
        this.slot = slot;
        this.session = session;
        this.thread = new Thread(this::run, "acuity-lane-" + slot);
    }

    void start() {
        thread.start();
    }

    /** Whether nobody has asked the lane to end; any thread. */
    boolean isOpen() {
        return closing.getCount() > 0;
    }

    LaneState state() {
        return state;
    }

    /** Told by the session, on this thread. */
    void is(LaneState now) {
        state = now;
    }

    /** Waits until somebody asks the lane to end, at most so long. */
    void awaitClosing(long millis) {
        try {
            if (closing.await(millis, TimeUnit.MILLISECONDS)) {
                LOGGER.atDebug().addKeyValue("slot", slot).log("Asked to end");
            }
        } catch (InterruptedException e) {
            // An interrupt asks the lane to end.
            closing.countDown();
        }
    }

    /** Asks the lane to end and waits until it has. */
    void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int failures = 0;
        while (isOpen()) {
            long begin = System.nanoTime();
            try {
                session.run();
            } catch (RuntimeException e) {
                boolean lastedAWhile = System.nanoTime() - begin > TimeUnit.MINUTES.toNanos(1);
                failures = lastedAWhile ? 1 : failures + 1;
                recover(failures, e);
            } catch (Error e) {
                state = new LaneState.Recovering(failures + 1, e);
                LOGGER.atError().addKeyValue("slot", slot).setCause(e).log("The lane's thread died");
                throw e;
            }
        }
        state = new LaneState.Stopped();
    }

    private void recover(int failures, RuntimeException cause) {
        state = new LaneState.Recovering(failures, cause);
        long pause = FIRST_PAUSE_MILLIS << Math.min(failures - 1, LONGEST_PAUSE_DOUBLINGS);
        LOGGER.atWarn()
                .addKeyValue("slot", slot)
                .addKeyValue("failures", failures)
                .addKeyValue("pauseMillis", pause)
                .addKeyValue("error", cause.toString())
                .setCause(LOGGER.isDebugEnabled() ? cause : null)
                .log("The lane lost its clients and starts anew");
        awaitClosing(pause);
    }
}
