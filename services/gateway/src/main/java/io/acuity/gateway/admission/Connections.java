package io.acuity.gateway.admission;

import io.vertx.core.http.HttpConnection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The connections that are open, counted: each holds memory and one of the files a process may have open, whatever it asks for. Owned by
 * the event loop; the figures may be read by any thread.
 */
public final class Connections {

    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();

    /**
     * None yet.
     *
     * @param most how many may be open at once
     */
    public Connections(int most) {
        this.most = most;
    }

    /**
     * Takes a new connection, or closes it at once when there are as many as may be.
     *
     * @param connection just opened
     */
    public void enter(HttpConnection connection) {
        if (open.get() >= most) {
            refused.incrementAndGet();
            var unused = connection.close();
            return;
        }
        open.incrementAndGet();
        connection.closeHandler(closed -> open.decrementAndGet());
    }

    /**
     * How many are open.
     *
     * @return a snapshot
     */
    public int open() {
        return open.get();
    }

    /**
     * How many were closed at once.
     *
     * @return since the start
     */
    public long refused() {
        return refused.get();
    }
}
