package io.acuity.streaming.lane;

/** A record was handed out again and again and no worker finished it; whoever takes it next may be the next to die of it. */
public final class TooManyDeliveriesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyDeliveriesException(int deliveries) {
        super("No worker finished this record in " + (deliveries - 1)
                + " deliveries: each died, froze or was stopped with it in"
                + " work; look for what they logged last, then drive it again with acuity redrive.");
    }
}
