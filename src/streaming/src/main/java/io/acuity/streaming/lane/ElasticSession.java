package io.acuity.streaming.lane;

import io.acuity.streaming.lane.Workbench.Finished;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One life of an elastic lane: its hands, and what they share. A failure of one hand ends the session; nothing is repaired,
 * {@link ElasticLane} starts a new one. Run by the lane's thread; what the hands call is safe for use by several threads.
 */
final class ElasticSession {

    private static final long LOOK_MILLIS = 200;
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(5).toNanos();
    private static final long LAG_NANOS = Duration.ofSeconds(10).toNanos();

    private enum Phase {
        OPEN,
        DRAINING,
        OVER
    }

    private final LaneSettings settings;
    private final SharedHandler handler;
    private final ElasticOutlet outlet;
    private final LaneTrace trace;
    private final AtomicInteger reaching = new AtomicInteger();
    private final List<ElasticHand> hands = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile Phase phase = Phase.OPEN;
    private volatile long drainEnds;

    ElasticSession(LaneSettings settings, LaneHandler handler, ElasticOutlet outlet) {
        this.settings = settings;
        this.handler = new SharedHandler(handler);
        this.outlet = outlet;
        this.trace = LaneTrace.of(settings);
    }

    LaneSettings settings() {
        return settings;
    }

    SharedHandler handler() {
        return handler;
    }

    /** Publishes an output; returns when the broker has it. */
    void publish(Finished<?> finished) {
        Work<?> work = finished.work();
        outlet.publish(trace.send(work.record(), finished.output()));
        work.end();
    }

    /** One hand more, or less, waits for a record. */
    void reaches(int change) {
        reaching.addAndGet(change);
    }

    /** Waits until no hand waits for a record any more, or the patience is over. */
    void awaitNoneReaches(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (reaching.get() > 0 && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
        }
    }

    /** Whether a hand shall do one more round. */
    boolean goesOn(boolean holding) {
        return switch (phase) {
            case OPEN -> true;
            case DRAINING -> holding && System.nanoTime() - drainEnds < 0;
            case OVER -> false;
        };
    }

    /** A hand cannot go on; the first one's reason counts. */
    void failed(Throwable cause) {
        failure.compareAndSet(null, cause);
        phase = Phase.OVER;
    }

    /**
     * Joins the group and works until the lane is closed.
     *
     * @throws RuntimeException what ended it, if that was not the lane
     */
    void run(ElasticGroup group, LaneThread lane) {
        group.configure();
        int partitions = group.partitions();
        try {
            for (int i = 1; i <= settings.maxInFlight(); i++) {
                String name = "acuity-hand-" + settings.slot() + "-" + i;
                var hand = new ElasticHand(this, ElasticClients.consumer(settings), name, reach(i));
                hands.add(hand);
                hand.start();
            }
            watch(group, partitions, lane);
            drain();
        } finally {
            phase = phase == Phase.DRAINING ? phase : Phase.OVER;
            hands.forEach(ElasticSession::join);
        }
        rethrow(failure.get());
    }

    // The background has hands of its own, the last ones, so that neither waits for the other's to come free.
    private HandReach reach(int number) {
        String background = settings.background();
        if (background == null || settings.maxInFlight() == 1) {
            return new HandReach(settings.topics(), false);
        }
        return number > settings.maxInFlight() - settings.backgroundInFlight()
                ? new HandReach(List.of(background), true)
                : new HandReach(List.of(settings.topic()), false);
    }

    private void watch(ElasticGroup group, int partitions, LaneThread lane) {
        Map<String, Long> lags = Map.of();
        long lagKnown = System.nanoTime() - LAG_NANOS;
        while (lane.isOpen() && phase == Phase.OPEN) {
            if (hands.stream().anyMatch(ElasticHand::joined)) {
                if (System.nanoTime() - lagKnown >= LAG_NANOS) {
                    lagKnown = System.nanoTime();
                    lags = group.lags(hands.size(), lags);
                }
                int inFlight = hands.stream().mapToInt(ElasticHand::holding).sum();
                lane.is(new LaneState.Running(partitions, inFlight, lags));
            }
            lane.awaitClosing(LOOK_MILLIS);
        }
    }

    private void drain() {
        if (phase == Phase.OPEN) {
            drainEnds = System.nanoTime() + settings.drain().toNanos();
            phase = Phase.DRAINING;
        }
    }

    private static void join(ElasticHand hand) {
        try {
            hand.join();
        } catch (InterruptedException e) {
            // The hand ends all the same; the lane's thread has to.
            Thread.currentThread().interrupt();
        }
    }

    private static void rethrow(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
