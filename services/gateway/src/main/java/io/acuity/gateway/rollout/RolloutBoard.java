package io.acuity.gateway.rollout;

import io.acuity.gateway.blocking.BlockingWork;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.rollout.RolloutView;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What this gateway knows about rollouts. Begins to follow their topics when first asked, since most gateways never are, and
 * anew when following ended. Asked on the event loop; opening happens on a blocking thread, under the board's own lock.
 */
public final class RolloutBoard implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaSettings kafka;
    private final BlockingWork work;
    private final Object lock = new Object();
    private volatile @Nullable RolloutView view;
    private boolean closed;

    /**
     * A board that follows nothing yet.
     *
     * @param kafka the cluster
     * @param work where it opens
     */
    public RolloutBoard(KafkaSettings kafka, BlockingWork work) {
        this.kafka = kafka;
        this.work = work;
    }

    /** What is known; fails with {@link Refusal.NotReady} when the topics take too long to read. */
    Future<RolloutView> view(Vertx vertx) {
        RolloutView known = view;
        return known != null && known.caughtUp().isDone() && !known.ended().isDone()
                ? Future.succeededFuture(known)
                : work.run(vertx, this::opened);
    }

    private RolloutView opened() throws InterruptedException, ExecutionException {
        RolloutView current = current();
        try {
            current.caughtUp().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return current;
        } catch (TimeoutException e) {
            throw new RefusedException(
                    new Refusal.NotReady("The rollouts are still being read; ask again in a second."), e);
        }
    }

    private RolloutView current() {
        synchronized (lock) {
            if (closed) {
                throw new RefusedException(new Refusal.NotReady("This gateway is stopping; ask another one."));
            }
            RolloutView known = view;
            if (known != null && !known.ended().isDone()) {
                return known;
            }
            if (known != null) {
                known.close();
            }
            RolloutView opened = RolloutView.open(kafka);
            view = opened;
            return opened;
        }
    }

    /** Stops following. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            RolloutView known = view;
            if (known != null) {
                known.close();
            }
        }
    }
}
