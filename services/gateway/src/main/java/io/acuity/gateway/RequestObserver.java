package io.acuity.gateway;

import java.time.Duration;

/** Hears of each answered request. Called on the event loop; must not block. */
@FunctionalInterface
public interface RequestObserver {

    /** One that does nothing. */
    RequestObserver NONE = (operation, status, took) -> {};

    /**
     * A request was answered.
     *
     * @param operation its id in the contract; {@code other} for the page and for paths that do not exist
     * @param status of the answer
     * @param took until the last byte was handed to the network; of an event stream, until it ended
     */
    void answered(String operation, int status, Duration took);

    /**
     * A request was refused; {@link #answered} tells of it too.
     *
     * @param code of the problem it was answered with
     */
    default void refused(String code) {}
}
