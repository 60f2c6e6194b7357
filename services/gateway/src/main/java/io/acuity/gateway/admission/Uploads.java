package io.acuity.gateway.admission;

import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bodies that are being received, counted and measured. Owned by the event loop; the figures may be read by any thread.
 */
public final class Uploads {

    private final int most;
    private final long mostBytes;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    /**
     * None yet.
     *
     * @param most how many may be received at once
     * @param mostBytes how long they may be together
     */
    public Uploads(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /**
     * How many are being received.
     *
     * @return a snapshot
     */
    public int open() {
        return open.get();
    }

    /**
     * How long they are together, as far as is known.
     *
     * @return bytes; a snapshot
     */
    public long bytes() {
        return bytes.get();
    }

    /** Requires room for one more, or throws {@link RefusedException} with {@link Refusal.Busy}. */
    void requireRoom() {
        if (open.get() >= most) {
            throw full();
        }
    }

    /**
     * Takes room for a body.
     *
     * @param announced its length; 0 when it is not known beforehand
     * @return to be left when it is over
     * @throws RefusedException with {@link Refusal.Busy} when there is none
     */
    public Place enter(long announced) {
        requireRoom();
        var place = new Place();
        place.hold(announced);
        open.incrementAndGet();
        return place;
    }

    private static RefusedException full() {
        return new RefusedException(new Refusal.Busy("The room for uploads"));
    }

    /** The room of one body. */
    public final class Place {
        private long held;
        private long received;
        private boolean left;

        private Place() {}

        private void hold(long more) {
            if (bytes.get() + more > mostBytes) {
                throw full();
            }
            held += more;
            bytes.addAndGet(more);
        }

        /**
         * So much more has come. When that is more than was announced, it takes more room.
         *
         * @param more bytes
         * @throws RefusedException with {@link Refusal.Busy} when there is none
         */
        public void receive(int more) {
            received += more;
            if (!left && received > held) {
                hold(received - held);
            }
        }

        /** The body is over, in whatever way. */
        public void leave() {
            if (!left) {
                left = true;
                open.decrementAndGet();
                bytes.addAndGet(-held);
            }
        }
    }
}
