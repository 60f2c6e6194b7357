package io.acuity.gateway.webhook;

/** A webhook answered 410: by the specification it wants no more events. */
final class WebhookGoneException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WebhookGoneException(String url) {
        super("The webhook " + url + " answered 410, so it is not called for this event any more.");
    }
}
