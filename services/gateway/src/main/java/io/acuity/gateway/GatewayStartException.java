package io.acuity.gateway;

/** A gateway could not start; the message is one sentence with the cause and the way out. */
public final class GatewayStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    GatewayStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
