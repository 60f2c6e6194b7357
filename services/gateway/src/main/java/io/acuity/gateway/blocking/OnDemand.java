package io.acuity.gateway.blocking;

import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.streaming.FollowedView;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A view that this gateway begins to follow when it is first asked, since most gateways never are, and anew when following ended.
 * Asked on the event loop; opening happens on a blocking thread, under its own lock.
 *
 * @param <V> the view
 */
public final class OnDemand<V extends FollowedView> implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String what;
    private final Supplier<V> open;
    private final BlockingWork work;
    private final Object lock = new Object();
    private volatile @Nullable V view;
    private boolean closed;

    /**
     * A view that follows nothing yet.
     *
     * @param what for people, in the plural: "The rollouts"
     * @param open opens the view; may block
     * @param work where it opens
     */
    public OnDemand(String what, Supplier<V> open, BlockingWork work) {
        this.what = what;
        this.open = open;
        this.work = work;
    }

    /**
     * What is known.
     *
     * @param vertx owner of the event loop; called on it
     * @return the view when it knows the past; fails with {@link Refusal.NotReady} when the topics take too long to read
     */
    public Future<V> view(Vertx vertx) {
        V known = view;
        return known != null && known.caughtUp().isDone() && !known.ended().isDone()
                ? Future.succeededFuture(known)
                : work.run(vertx, this::opened);
    }

    private V opened() throws InterruptedException, ExecutionException {
        V current = current();
        try {
            current.caughtUp().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return current;
        } catch (TimeoutException e) {
            throw new RefusedException(new Refusal.NotReady(what + " are still being read; ask again in a second."), e);
        }
    }

    private V current() {
        synchronized (lock) {
            if (closed) {
                throw new RefusedException(new Refusal.NotReady("This gateway is stopping; ask another one."));
            }
            V known = view;
            if (known != null && !known.ended().isDone()) {
                return known;
            }
            if (known != null) {
                known.close();
            }
            V opened = open.get();
            view = opened;
            return opened;
        }
    }

    /** Stops following. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            V known = view;
            if (known != null) {
                known.close();
            }
        }
    }
}
