package io.acuity.gateway.webhook;

import org.jspecify.annotations.Nullable;

/** A webhook did not take an event this time. */
final class WebhookFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WebhookFailedException(String url, String why, @Nullable Throwable cause) {
        super(
                "The webhook " + url + " did not take the event: " + why
                        + (cause == null ? "" : " (" + cause.getMessage() + ")")
                        + "; it should answer 2xx within 15 s.",
                cause);
    }
}
