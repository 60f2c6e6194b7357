package io.acuity.streaming.broker;

import org.jspecify.annotations.Nullable;

/** The embedded broker cannot start here: port taken, directory in use or not writable. The message says what to do. */
public final class BrokerStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokerStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
